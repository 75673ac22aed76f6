### Comment s'appellent en français les codes habituels des attributs et des champs du vocabulaire fourni.

code-gender-male = homme
code-gender-female = femme
code-gender-other = autre
code-gender-non-binary = non binaire
code-gender-unknown = non précisé

code-marital-status-single = célibataire
code-marital-status-married = marié ou mariée
code-marital-status-divorced = divorcé ou divorcée
code-marital-status-widowed = veuf ou veuve
code-marital-status-separated = séparé ou séparée
code-marital-status-pacs = pacsé ou pacsée

code-language-fr = français
code-language-en = anglais
code-language-de = allemand
code-language-es = espagnol
code-language-it = italien
code-language-nl = néerlandais
code-language-pt = portugais

code-home-ownership-owner = propriétaire
code-home-ownership-tenant = locataire

code-urbanity-urban = ville
code-urbanity-suburban = périphérie
code-urbanity-rural = campagne

code-climate-oceanic = océanique
code-climate-continental = continental
code-climate-mediterranean = méditerranéen
code-climate-mountain = montagnard

code-kind-private = particulier
code-kind-business = professionnel
code-kind-company = entreprise
code-kind-person = particulier
code-kind-sent = envoyé
code-kind-delivered = remis
code-kind-opened = ouvert
code-kind-clicked = cliqué
code-kind-bounced = rejeté
code-kind-unsubscribed = désinscrit

code-loyalty-tier-bronze = bronze
code-loyalty-tier-silver = argent
code-loyalty-tier-gold = or
code-loyalty-tier-platinum = platine
code-loyalty-tier-argent = argent
code-loyalty-tier-or = or

code-channel-web = web
code-channel-mobile = mobile
code-channel-app = application
code-channel-store = magasin
code-channel-phone = téléphone
code-channel-marketplace = place de marché
code-channel-email = e-mail
code-channel-sms = SMS
code-channel-push = push
code-channel-post = courrier
code-channel-chat = messagerie

code-device-desktop = ordinateur
code-device-mobile = mobile
code-device-tablet = tablette

code-payment-method-card = carte
code-payment-method-cash = espèces
code-payment-method-transfer = virement
code-payment-method-instalments = en plusieurs fois
code-payment-method-paypal = PayPal
code-payment-method-gift-card = carte cadeau
code-payment-method-cheque = chèque

code-delivery-home = à domicile
code-delivery-pick-up = point relais
code-delivery-click-and-collect = retrait en magasin
code-delivery-express = express

code-status-pending = en attente
code-status-processing = en préparation
code-status-paid = payée
code-status-completed = terminée
code-status-shipped = expédiée
code-status-delivered = livrée
code-status-cancelled = annulée
code-status-refunded = remboursée
code-status-failed = échouée

code-source-direct = accès direct
code-source-google = Google
code-source-facebook = Facebook
code-source-instagram = Instagram
code-source-newsletter = lettre d’information
code-source-partner = partenaire
code-source-referral = recommandation

code-medium-organic = recherche naturelle
code-medium-cpc = recherche payante
code-medium-social = réseaux sociaux
code-medium-email = e-mail
code-medium-referral = site référent
code-medium-direct = accès direct
code-medium-none = aucun

code-season-spring = printemps
code-season-summer = été
code-season-autumn = automne
code-season-winter = hiver
