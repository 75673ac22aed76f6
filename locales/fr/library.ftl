### La bibliothèque de segments tout prêts.

## Familles
family-business = Entreprises
family-cart = Paniers
family-channel = Canaux
family-delivery = Livraison
family-engagement = Engagement
family-life-cycle = Cycle de vie
family-payment = Paiement
family-permission = Autorisations
family-persona = Personas
family-place = Lieux
family-price = Prix
family-profile = Profil
family-prospects = Prospects
family-replenishment = Réassort
family-rfm = RFM
family-service = Service
family-taste = Goûts
family-usage = Usage
family-value = Valeur

## Le rayon
library-lead = Des segments tout prêts, aux seuils lus dans vos propres données. Chacun montre qui en ferait partie maintenant.
library-families = Familles de segments
library-taken = Utilisé
library-add = Ajouter
library-adjust = Ajuster
library-open = Ouvrir le segment
library-in-use-hint = C’est l’un de vos segments : modifiez-le dans l’éditeur.
library-from = lu chez { $count } { $n ->
    [one] client
   *[other] clients
}
library-lacks-calendars = Il n’y a pas encore de calendrier nommé { $calendars } : importez ses jours dans la table de référence « calendars », avec les colonnes calendar, kind, starts_on et ends_on.
library-lacks = Il faut des lignes que vous n’avez pas encore chargées : { $streams }
library-into = Répartit vos clients en : { $parts }
library-says = Qui en fait partie
library-cut = Ce qu’il distingue
library-part = Partie
library-members = Membres
library-share = Part des clients
library-part-of = { $share } de { $of } clients
library-do = Qu’en faire
library-thresholds = Seuils
library-thresholds-hint = Proposés d’après vos propres données. Changez-en un, le compte suit.
library-count = Recompter
library-add-with = { $n ->
    [0] Ajouter, bien que personne n’en fasse partie
    [one] Ajouter avec { $count } membre
   *[other] Ajouter avec { $count } membres
}
