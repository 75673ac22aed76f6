### The overview, and how numbers moved.

change-none = no change
change-since = in { $days } days
overview-customers = Customers
overview-customers-hint = Everybody the base knows as a customer at that moment; visitors who are nobody yet are not counted.
overview-active = Active
overview-revenue-lately = Revenue, 30 days
overview-revenue-hint = What was ordered in the last 30 days, orders that were cancelled left out, held against the 30 days before.
overview-new = New, 30 days
overview-new-hint = Customers who came in the last 30 days, held against the 30 days before.
overview-at-risk = At risk
overview-then = vs 30 days before
overview-news = What changed in { $days } days
overview-entered = { $n ->
    [one] One customer came in.
   *[other] { $count } customers came in.
}
overview-left = { $n ->
    [one] One customer left.
   *[other] { $count } customers left.
}
overview-both = { $n ->
    [one] One customer came in, { $left } left.
   *[other] { $count } customers came in, { $left } left.
}
overview-no-news = Nobody entered or left a segment.
overview-counting = Counting your customers…
overview-count = Show the figures
overview-reckoning = Going back through the year…
overview-reckon = Show what changed
overview-pinned = How the business is doing
overview-movers = What moves most
overview-segment = Segment
overview-change = 30 days
overview-year = 12 months
overview-share = Share of customers
overview-revenue-share = Share of revenue
overview-all = { $n ->
    [one] The one segment
   *[other] All { $count } segments
}
overview-empty = This base holds no customers yet. Drop the files of your shop, and this page fills by itself.
overview-welcome = Three steps to your first segment
overview-step-files = Bring your data in
overview-step-files-hint = Exports of your shop, your mailing tool or your till, as they are. You see what each column becomes before anything goes in.
overview-step-ready = Take ready-made segments
overview-step-ready-hint = More than a hundred, with the thresholds that your own data propose and the size each would have.
overview-step-own = Build your own
overview-step-own-hint = Pick criteria and see the exact count after each of them, as of any day.
overview-try = Only looking around? A made-up shop, with its segments, in one command:
overview-import = Bring in data
