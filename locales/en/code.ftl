### What the usual codes of the shipped vocabulary's attributes and fields are called in English.

code-gender-male = man
code-gender-female = woman
code-gender-other = other
code-gender-non-binary = non-binary
code-gender-unknown = not said

code-marital-status-single = single
code-marital-status-married = married
code-marital-status-divorced = divorced
code-marital-status-widowed = widowed
code-marital-status-separated = separated
code-marital-status-pacs = civil partnership

code-language-fr = French
code-language-en = English
code-language-de = German
code-language-es = Spanish
code-language-it = Italian
code-language-nl = Dutch
code-language-pt = Portuguese

code-home-ownership-owner = owner
code-home-ownership-tenant = tenant

code-urbanity-urban = town
code-urbanity-suburban = suburbs
code-urbanity-rural = country

code-climate-oceanic = oceanic
code-climate-continental = continental
code-climate-mediterranean = Mediterranean
code-climate-mountain = mountain

code-kind-private = private customer
code-kind-business = business customer
code-kind-company = company
code-kind-person = private customer
code-kind-sent = sent
code-kind-delivered = delivered
code-kind-opened = opened
code-kind-clicked = clicked
code-kind-bounced = bounced
code-kind-unsubscribed = unsubscribed

code-loyalty-tier-bronze = bronze
code-loyalty-tier-silver = silver
code-loyalty-tier-gold = gold
code-loyalty-tier-platinum = platinum
code-loyalty-tier-argent = silver
code-loyalty-tier-or = gold

code-channel-web = web
code-channel-mobile = mobile
code-channel-app = app
code-channel-store = shop
code-channel-phone = phone
code-channel-marketplace = marketplace
code-channel-email = e-mail
code-channel-sms = SMS
code-channel-push = push
code-channel-post = post
code-channel-chat = chat

code-device-desktop = computer
code-device-mobile = mobile
code-device-tablet = tablet

code-payment-method-card = card
code-payment-method-cash = cash
code-payment-method-transfer = bank transfer
code-payment-method-instalments = instalments
code-payment-method-paypal = PayPal
code-payment-method-gift-card = gift card
code-payment-method-cheque = cheque

code-delivery-home = home delivery
code-delivery-pick-up = pick-up point
code-delivery-click-and-collect = click and collect
code-delivery-express = express

code-status-pending = pending
code-status-processing = being prepared
code-status-paid = paid
code-status-completed = completed
code-status-shipped = shipped
code-status-delivered = delivered
code-status-cancelled = cancelled
code-status-refunded = refunded
code-status-failed = failed

code-source-direct = direct
code-source-google = Google
code-source-facebook = Facebook
code-source-instagram = Instagram
code-source-newsletter = newsletter
code-source-partner = partner
code-source-referral = referral

code-medium-organic = organic search
code-medium-cpc = paid search
code-medium-social = social networks
code-medium-email = e-mail
code-medium-referral = referral
code-medium-direct = direct
code-medium-none = none

code-season-spring = spring
code-season-summer = summer
code-season-autumn = autumn
code-season-winter = winter
