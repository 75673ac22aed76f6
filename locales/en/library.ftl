### The library of ready-made segments.

## Families
family-business = Businesses
family-cart = Carts
family-channel = Channels
family-delivery = Delivery
family-engagement = Engagement
family-life-cycle = Life cycle
family-payment = Payment
family-permission = Permissions
family-persona = Personas
family-place = Places
family-price = Price
family-profile = Profile
family-prospects = Prospects
family-replenishment = Replenishment
family-rfm = RFM
family-service = Service
family-taste = Tastes
family-usage = Usage
family-value = Value

## The shelf
library-lead = Ready-made segments, with thresholds read off your own data. Each shows who would be in it now.
library-families = Families of segments
library-taken = In use
library-add = Add
library-adjust = Adjust
library-open = Open the segment
library-in-use-hint = It is one of your segments: change it in the builder.
library-from = read off { $count } { $n ->
    [one] customer
   *[other] customers
}
library-lacks-calendars = There is no calendar named { $calendars } yet: import its days into the reference table “calendars”, with the columns calendar, kind, starts_on and ends_on.
library-lacks = Needs rows you have not loaded yet: { $streams }
library-into = Cuts your customers into: { $parts }
library-says = Who is in it
library-cut = What it cuts into
library-part = Part
library-members = Members
library-share = Share of customers
library-part-of = { $share } of { $of } customers
library-do = What to do with it
library-thresholds = Thresholds
library-thresholds-hint = Proposed from your own data. Change one and the count follows.
library-count = Count again
library-add-with = { $n ->
    [0] Add, though nobody is in it now
    [one] Add with { $count } member
   *[other] Add with { $count } members
}
