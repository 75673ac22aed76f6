### What the pages say in English.

## The frame of every page
page-overview = Overview
page-segments = Segments
page-library = Library
page-customers = Customers
page-analyses = Analyses
page-data = Data
page-navigation = Main pages
page-skip = Skip to the content
page-search = Search
page-light = Light colours
page-dark = Dark colours
page-as-of = As of: { $day }
page-as-of-day = Figures as of
page-as-of-hint = Every figure becomes what it was when that day began.
page-as-of-show = Show that day
page-now = now
page-waiting = Going through { $count } customers…
page-waiting-link = Show the figures
page-now-link = Back to now
page-past = You are looking at { $at }.
page-new-segment = New segment
page-figures = The figures as a table
page-refused = This could not be done
page-back-home = To the overview
failed-unknown-page = There is no page at { $address }. Choose one of the places above, or search.
failed-page = This page could not be written: { $detail }
