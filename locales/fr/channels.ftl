## Les canaux sur lesquels les clients répondent.

cli-analyse-channels = Dire sur quel canal chaque client répond
cli-analyse-channels-example = Exemple :  tranche analyse channels --among "accepts email" --save meilleur-canal
cli-analyse-channels-arg-stream = Le flux des messages ; message si rien n'est dit
cli-analyse-channels-arg-channel = Son champ du canal ; channel si rien n'est dit
cli-analyse-channels-arg-sent = Lesquelles de ses lignes sont des messages envoyés, en critère ; kind = 'sent' si rien n'est dit
cli-analyse-channels-arg-answered = Lesquelles sont des réponses, en critère ; kind = 'clicked' si rien n'est dit
channels-title = Les canaux sur lesquels les clients répondent
channels-best = { $channel } convient le mieux à { $share } des { $n } clients qui ont reçu un message.
channels-caveat = Les clients choisissent parmi les canaux où on leur a écrit : qui n'a rien reçu sur l'un est jugé d'après l'habitude.
channels-says = La part à attendre de chaque client sur chaque canal : celle de peu de messages est rapprochée de l'habitude.
channels-head-channel = canal
channels-head-sent = envoyés
channels-head-answered = répondus
channels-head-preferred = convient le mieux
channels-saved-name = Meilleur canal ({ $name })
channels-saved-purpose = Les clients selon le canal où une réponse est le plus à attendre.
channels-saved-share = réponses par { $channel } ({ $name })
channels-saved-value = La part des messages à laquelle une réponse est à attendre sur le canal, celle de peu de messages étant rapprochée de l'habitude.
analysis-channels = Les canaux sur lesquels les clients répondent
analysis-field-answered = Ce qui est une réponse
