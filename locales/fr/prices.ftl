## Ce que paient les clients à côté de ce que d'autres paient pour la même chose.

cli-analyse-prices = Dire qui paie plus ou moins que les autres pour la même chose, et combien les clients sont prêts à payer
cli-analyse-prices-example = Exemple :  tranche analyse prices --by country --save echelle-de-prix
cli-analyse-prices-arg-stream = Le flux de ce qui a été acheté ; order_line si rien n'est dit
cli-analyse-prices-arg-category = Son champ au sein duquel les prix sont comparés ; product.category si rien n'est dit
cli-analyse-prices-arg-amount = Son champ du montant payé ; amount si rien n'est dit
cli-analyse-prices-arg-quantity = Son champ de la quantité ; quantity si rien n'est dit
cli-analyse-prices-arg-most = Le plus qu'un client ait payé en une fois, en expression ; max(order.amount) si rien n'est dit
cli-analyse-prices-arg-by = Ce qui distingue les groupes, en expression comme country ; les huit plus grands sont montrés
cli-analyse-prices-arg-customers = Écrire le niveau de prix et l'échelon de chaque client dans un fichier CSV
prices-title = Les prix que paient les clients
prices-spread = Un quart des { $n } acheteurs paient au plus { $low } du prix habituel pour la même chose, un quart plus de { $high }.
prices-limit = La moitié des clients ont payé { $half } en une fois (entre { $from } et { $to }), un sur dix { $tenth } : peu sont jamais allés au-delà.
prices-others = Les prix sont comparés dans les { $compared } catégories les plus achetées ; { $n ->
    [one] une autre est laissée
   *[other] { $n } autres sont laissées
 } de côté.
prices-says = Ce que la moitié des clients, et un sur dix, ont payé en une fois : la bande où un prix est accepté.
prices-rungs = L'échelle des prix
prices-limits = Ce qui est accepté
prices-usual = Les prix habituels
prices-all = tous les acheteurs
prices-rung-lowest = les prix les plus bas
prices-rung-lower = des prix plutôt bas
prices-rung-higher = des prix plutôt élevés
prices-rung-highest = les prix les plus élevés
prices-head-group = clients qui paient
prices-head-level = niveau de prix
prices-head-half = la moitié ont payé
prices-head-from = au moins
prices-head-to = au plus
prices-head-tenth = un sur dix a payé
prices-head-category = catégorie
prices-head-usual = prix habituel de l'unité
prices-saved-name = Échelle de prix ({ $name })
prices-saved-purpose = Les clients selon ce qu'ils paient à côté de ce que d'autres paient pour la même chose.
prices-saved-level = niveau de prix ({ $name })
prices-saved-value = Ce qui a été payé, divisé par ce que la même chose aurait coûté aux prix habituels ; peu d'achats en sont rapprochés.
