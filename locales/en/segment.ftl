### A segment: its views, columns of members, families.

## Columns that are no attributes
column-orders = Orders
column-spent = Spent
column-average-order = Average order
column-first-order = First order
column-last-order = Last order
column-age = Age

## The page
page-crumbs = Where you are
page-earlier = Previous
page-later = Next
segment-views = Views of the segment
segment-summary = At a glance
segment-members = Members
segment-makeup = Make-up
segment-overlap = Overlap
segment-versions = Versions
segment-edit = Edit
segment-needs = This segment needs { $streams }, and the base has none yet: until they come, its size says nothing.
segment-who = Who is in it
segment-of = { $n ->
    [one] of one customer
   *[other] of { $count } customers
}
segment-names = It names
segment-text = As text
segment-history = Size since the beginning
segment-history-about = Members as each day began, recomputed from what had happened by then.
segment-on = Day
segment-share = Share of customers
segment-came = Came in
segment-went = Left
segment-figures = Against the base
segment-figure = Figure
segment-here = Members
segment-base = Base
segment-compared = Against the base
segment-customers = Customers
segment-revenue = Revenue
segment-revenue-each = Revenue each
segment-orders-each = Orders per buyer
segment-average-order = Average order
segment-days-since-order = Days since last order
segment-active = Ordered in 12 months
segment-by-email = Reachable by e-mail
segment-by-sms = Reachable by SMS
segment-times = { $times } ×
segment-action = What to do
segment-watch = What to watch out for
segment-columns = Columns
segment-columns-choose = Columns to show
segment-columns-show = Show these columns
segment-export = { $n ->
    [one] Export one customer
   *[other] Export { $count } customers
}
segment-export-xlsx = Workbook (XLSX)
segment-export-csv = Text (CSV)
segment-export-hint = With the columns shown. Nothing that a customer typed runs as a formula: in the workbook it is text, and in the CSV file a cell that begins with = + - or @ gets an apostrophe before it.
segment-nobody = Nobody is in this segment as of that moment.
segment-customer = Customer
segment-why = Why
segment-pages = Pages of members
segment-shown = { $from } to { $to } of { $of }
segment-by = By
segment-makeup-about = Share of the members beside share of all customers, of those whose value is known.
segment-makeup-none = No customer has a value here.
segment-group = Group
segment-of-members = Share of members
segment-of-base = Share of base
segment-unknown = { $n ->
    [one] One member whose value is not known is left out.
   *[other] { $count } members whose value is not known are left out.
}
segment-range = { $from } to under { $to }
segment-others = Others
segment-overlap-about = The segments with most members in common come first.
segment-overlap-none = No member is in another segment.
segment-both = In both
segment-also = Of these members
segment-of-it = Of that segment
segment-lift = Lift
segment-lift-hint = How many times as often members are in the other segment as any customer is. 1 means no link.
segment-build-both = Build both
segment-version = Version
segment-in-use = in use
segment-removed = Removed then.
segment-version-members = { $gained } came in and { $lost } went: from { $before } to { $after } members, counted as of the same day.
segment-version-unreadable = Members cannot be compared: one of the two cannot be read with the words of today.
segment-version-same = The conditions say the same.
segment-version-first = The first version.
segment-version-who = Who came in, who went
segment-version-text = Definition
segment-version-from = From version
segment-version-to = to version
segment-version-compare = Compare
segment-version-back = Go back to version
failed-unknown-version = Of { $id } there is no version { $number } to go back to. Choose one of those listed.
segment-no-versions = No earlier version is kept.
segment-users = Used by
segment-no-users = Nothing names this segment.
segment-user-segment = segment
segment-user-attribute = computed attribute
segment-user-column = computed column
segment-removal = Remove
segment-removal-about = Nobody’s data go with it, and its versions stay.
segment-removal-used = It cannot be removed while the definitions above name it: change them first.
segment-remove = Remove this segment
failed-unknown-segment = There is no segment “{ $id }”. It may have been removed, or never applied: see all segments.
failed-unknown-column = There is no column “{ $name }” here. Choose one from the list.
failed-export = The file could not be written: { $detail }
failed-export-rows = A sheet holds no more than 1,048,575 rows beside its head, and these are { $rows }. Export them as CSV.
