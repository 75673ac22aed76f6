### Finding customers and segments.

customers-known = { $n ->
    [0] No customer known yet
    [one] One customer known
   *[other] { $count } customers known
}
customers-find = Find a customer
customers-hint = Name, e-mail, phone, number, city…
customers-latest = Came last
customers-found = { $n ->
    [0] Nobody found
    [one] One customer found
   *[other] { $count } customers found
}
customers-many = The first { $count } found: one more word narrows it down
customers-none = No customer is known as of that moment.
customers-nobody = Nobody has all these words in an id, a name, an address or a city. Try fewer letters.
search-for = Search for
search-nothing = Nothing has all these words.
search-attributes = Attributes
search-pages = Pages
search-build = build a segment with it
search-more = See all
search-quality = Quality of the data
search-schema = Words of the base
segments-find = Find a segment
segments-family = Family
segments-families = All families
segments-all = { $n ->
    [0] No segment yet
    [one] One segment
   *[other] { $of } segments
}
segments-shown = { $shown } of { $of } segments
segments-needs = needs { $streams }
segments-none-here = No segment here. Take one from the library, or build your own.
segments-inside = { $n ->
    [one] One customer; each area is as large as its part.
   *[other] { $count } customers; each area is as large as its part.
}
segments-part = Part
segments-part-share = Share of the map
