### A customer.

## Families of attributes
facts-identity = Identity
facts-who = Who they are
facts-where = Where
facts-tastes = Tastes
facts-means = Means
facts-status = Status
facts-value = Value
facts-permission = Permission
facts-source = Source
facts-other = Other

## The page
customer-revenue = Spent in all
customer-orders = Orders
customer-average = Average order
customer-last = Last order
customer-came = Customer since
customer-always = the beginning
customer-visitor = A visitor whom nothing links to a customer yet: segments are of customers, so they are in none.
customer-in = { $n ->
    [0] in none
    [one] in one
   *[other] in { $count }
}
customer-list = The segments this customer is in
customer-no-segment = In no segment at that moment.
customer-since = Since
customer-why-not = Why not in
customer-ask = Tell me
customer-why-close = Close
customer-is-in = In the segment
customer-is-out = Not in the segment
customer-true = true:
customer-false = not true:
customer-timeline = What happened
customer-filter = Narrow to one kind
customer-all = All
customer-nothing = Nothing had happened by then.
customer-rest = { $n ->
    [one] One more detail
   *[other] { $count } more details
}
customer-pages = Pages of what happened
customer-newer = Newer
customer-older = Older
customer-profile = Profile
customer-whole-profile = Whole profile
customer-no-profile = Nothing is known of them but what they did.
customer-identity = Known as
customer-link = { $first } and { $second } are one person, as told on { $on }.
customer-links = { $n ->
    [one] One link
   *[other] { $count } links
}
customer-link-merges = In force.
customer-link-undone = Undone.
customer-link-shared = { $n ->
    [one] Without effect: one other has it too.
   *[other] Without effect: { $count } customers share it.
}
customer-link-contested = Without effect: the visitor was linked to another customer before.
customer-undo = Undo this link

## Where values come from
customer-from = from
customer-mostly = Unless said otherwise:
customer-origin = { $files }, received { $day }
customer-origin-again = a value refused at first, read again on { $day } when its type changed
customer-origin-unknown = received { $day }, of a file no longer told
customer-origin-file = { $file } ({ $source })
customer-origin-or = {" or "}
customer-sources = Sources and earlier values
