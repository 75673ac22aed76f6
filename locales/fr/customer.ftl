### Un client.

## Familles d’attributs
facts-identity = Identité
facts-who = Qui
facts-where = Où
facts-tastes = Goûts
facts-means = Moyens
facts-status = Statut
facts-value = Valeur
facts-permission = Consentement
facts-source = Provenance
facts-other = Autres

## La page
customer-revenue = Dépensé en tout
customer-orders = Commandes
customer-average = Panier moyen
customer-last = Dernière commande
customer-came = Client depuis
customer-always = le début
customer-visitor = Un visiteur que rien ne relie encore à un client : les segments portent sur des clients, il n’est donc dans aucun.
customer-in = { $n ->
    [0] dans aucun
    [one] dans un
   *[other] dans { $count }
}
customer-list = Les segments de ce client
customer-no-segment = Dans aucun segment à ce moment.
customer-since = Depuis
customer-why-not = Pourquoi pas dans
customer-ask = Dites-moi
customer-why-close = Fermer
customer-is-in = Dans le segment
customer-is-out = Pas dans le segment
customer-true = vrai :
customer-false = pas vrai :
customer-timeline = Ce qui s’est passé
customer-filter = Ne voir qu’un genre
customer-all = Tout
customer-nothing = Rien ne s’était encore passé.
customer-rest = { $n ->
    [one] Un autre détail
   *[other] { $count } autres détails
}
customer-pages = Pages de ce qui s’est passé
customer-newer = Plus récent
customer-older = Plus ancien
customer-profile = Profil
customer-whole-profile = Profil entier
customer-no-profile = Rien n’est connu du client hormis ce qu’il a fait.
customer-identity = Connu comme
customer-link = { $first } et { $second } sont une seule personne, d’après une information du { $on }.
customer-links = { $n ->
    [one] Un lien
   *[other] { $count } liens
}
customer-link-merges = En vigueur.
customer-link-undone = Défait.
customer-link-shared = { $n ->
    [one] Sans effet : un autre client l’a aussi.
   *[other] Sans effet : { $count } clients le partagent.
}
customer-link-contested = Sans effet : le visiteur avait été relié à un autre client auparavant.
customer-undo = Défaire ce lien

## D’où viennent les valeurs
customer-from = provenance
customer-mostly = Sauf mention contraire :
customer-origin = { $files }, reçu le { $day }
customer-origin-again = valeur d’abord refusée, relue le { $day } quand son type a changé
customer-origin-unknown = reçu le { $day }, d’un fichier dont il ne reste pas trace
customer-origin-file = { $file } ({ $source })
customer-origin-or = {" ou "}
customer-sources = Provenance et valeurs antérieures
