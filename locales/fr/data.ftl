### Ce qui est entré, comment c’est lu, et ce que cela vaut.

## La page des données
data-quality = Ce qu’elles valent
data-words = Vos mots
data-words-lead = Tout ce dont les segments peuvent parler : les attributs des clients, et les lignes de chaque flux.
data-drop = Déposez des fichiers ici
data-drop-hint = Les exports de votre boutique, de votre outil d’envoi ou de votre caisse : CSV, Excel, JSON ou Parquet, compressés ou non, plusieurs à la fois. Rien n’entre avant que vous ayez vu ce que devient chaque colonne.
data-files = Fichiers
data-look = Les examiner
data-holds = Ce que contient la base
data-what = Quoi
data-rows = Lignes
data-table = table de référence
data-table-products = Produits
data-table-stores = Magasins
data-table-companies = Entreprises
data-table-campaigns = Campagnes
data-table-postal-codes = Codes postaux
data-table-calendars = Calendriers
data-table-rates = Taux de change
data-imports = Derniers imports
data-no-imports = Rien n’a encore été importé.
data-file = Fichier
data-taken = Entrées
data-refused = Refusées
data-refused-count = { $n ->
    [0] Rien n’est refusé.
    [one] { $count } ligne ou valeur est refusée, et vous attend.
   *[other] { $count } lignes ou valeurs sont refusées, et vous attendent.
}
data-see-refused = Voir pourquoi
data-attributes = Clients
data-word = Nom
data-kind = Type
data-family = Famille
data-sensitive = sensible
data-computed = calculé

## Lignes refusées
data-refused-title = Lignes refusées
data-refused-lead = Elles sont gardées telles qu’elles ont été écrites. Corrigez la cause et importez de nouveau, ou corrigez les lignes dans un fichier et renvoyez-le.
data-refused-none = Rien n’est refusé : chaque ligne envoyée est entrée.
data-refused-why = Pourquoi
data-refused-how-many = Combien
data-refused-do = Que faire
data-refused-rows = Les lignes
data-refused-export = Lignes de { $file } en CSV
data-row = Ligne
data-column = Colonne
data-value = Valeur
data-corrected = Renvoyer des lignes corrigées
data-corrected-hint = Le fichier exporté ci-dessus, sous le même nom, avec ses cellules corrigées. Les lignes devenues justes quittent cette liste.
data-corrected-send = Renvoyer
failed-unknown-refused = Il n’y a plus de lignes refusées de ce fichier.

## Les fichiers en chemin
arrival-title = Import
arrival-lead = Voici pour quoi chaque colonne est prise. Changez ce qui est faux, puis importez.
arrival-looking = Examen de vos fichiers
arrival-importing = Entrée en cours
arrival-rows-word = lignes
arrival-rows = { $n ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
arrival-done = Ce qui est entré
arrival-file = Fichier
arrival-read = Lues
arrival-became = Ce que c’est devenu
arrival-new = { $n ->
    [one] { $count } nouvelle ligne
   *[other] { $count } nouvelles lignes
}
arrival-known = { $n ->
    [one] { $count } déjà connue
   *[other] { $count } déjà connues
}
arrival-customers = { $n ->
    [one] { $count } nouveau client
   *[other] { $count } nouveaux clients
}
arrival-refused = { $n ->
    [one] { $count } refusée
   *[other] { $count } refusées
}
arrival-same = Ce même fichier a déjà été importé : rien ne change.
arrival-see-refused = Voir ce qui a été refusé
arrival-to-library = Ajouter des segments tout prêts
arrival-to-quality = Voir ce que valent les données
arrival-back = Retour aux données
arrival-where = Seulement les lignes où
arrival-column = Colonne
arrival-values = Premières valeurs
arrival-becomes = Devient
arrival-why = Pourquoi, et avec quelle certitude
arrival-sure = sûr à { $share } %
arrival-aside = Laisser ce fichier de côté
arrival-import = Importer
arrival-apply = Appliquer les changements
arrival-text = La correspondance en texte
arrival-text-hint = Tout ce qu’une correspondance peut dire : valeurs calculées, lignes à choisir, fichiers à consulter. Une fois gardé, c’est le texte qui compte.
arrival-keep-text = Garder ce texte
arrival-again = Revenir à la proposition
arrival-out = (laissée de côté)
arrival-own = { $name } (un mot à vous)
arrival-role-customer = De qui est la ligne : le client
arrival-role-at = Quand c’est arrivé
arrival-role-message = L’identifiant de la ligne
arrival-role-updated-at = Quand la ligne a changé pour la dernière fois
arrival-role-key = La clé de la table
arrival-profile = Chaque ligne décrit un client
arrival-table = Chaque ligne est une entrée de la table de référence « { $name } »
arrival-stream = Les lignes deviennent : { $stream }
failed-arrival = Les fichiers ne sont pas arrivés entiers : { $detail }
failed-arrival-empty = Aucun fichier n’a été envoyé. Choisissez-en un ou plusieurs, ou déposez-les sur la page.
failed-unknown-arrival = Il n’y a plus d’import numéro { $number } : les fichiers sont partis avec le serveur qui les avait reçus. Envoyez-les de nouveau.
