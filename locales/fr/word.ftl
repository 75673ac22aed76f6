### Un mot de la base, et comment le changer.

word-rename = Renommer
word-code = Dans les définitions
word-called = Comment on l’appelle
word-family = Famille de critères
word-own-family = Ou une famille à vous
word-sensitive = Une donnée personnelle sensible
word-sensitive-hint = La page de qualité ne montre aucune de ses valeurs, et les analyses la laissent de côté sauf si on la demande.
word-no = Non
word-yes = Oui
word-type-hint = Les valeurs restent telles qu’elles sont venues et se lisent dans le nouveau type. Ce que cela donne vous est montré avant que rien ne change.
word-written = Comment ses textes sont écrits
word-decimal = Avant les décimales
word-days = Ordre des jours
word-told = Comme les valeurs le disent
word-comma = Une virgule : 12,50
word-point = Un point : 12.50
word-dmy = Jour d’abord : 31/12/2026
word-mdy = Mois d’abord : 12/31/2026
word-name = Nom dans les définitions et les correspondances
word-name-hint = Lettres minuscules, chiffres et tirets bas. L’ancien nom garde le même sens.
word-save = Enregistrer
word-save-hint = Un autre type ou un autre nom vous est d’abord montré : vous le confirmez à la page suivante.
word-back = Retour à vos mots
word-changed = C’est enregistré.
word-same = Il n’y avait rien à changer.
word-ask = Avant que cela change
word-ask-lead = Rien n’a encore changé. Voici ce que donne votre changement.
word-becomes = devient
word-values = Ses valeurs
word-times = Fois
word-read-by = { $n ->
    [one] Un segment le lit
   *[other] { $count } segments le lisent
}
word-make = Faire le changement
word-make-all-the-same = Faire le changement quand même
word-leave = Laisser comme avant
