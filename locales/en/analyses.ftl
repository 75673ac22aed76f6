## What analyses find: titles, heads of tables, sentences.

analyse-done = As of { $at }.
analyse-working = Computing
analyse-saved = Saved, and live from now on: { $ids }.
failed-analysis = These figures could not be made: { $detail }
failed-analysis-few = Too few customers for this: { $found }, and at least { $minimum } are needed. Ask about more of them, or over a longer time.
failed-analysis-few-in-group = Too few customers in group { $group }: { $found }, and at least { $minimum } are needed. Widen its definition.
failed-analysis-few-values = Too few different values: { $found }, and at least { $minimum } are needed.
failed-analysis-few-events = It happened too seldom: { $found } times, and at least { $minimum } are needed. Look at a longer time, or at more customers.
failed-analysis-short = The data cover too short a time: { $found } days, and at least { $minimum } are needed.
failed-analysis-constant = Everybody has the same value in column { $column }: there is nothing to compare. Leave it out, or ask about other customers.
failed-analysis-setting = “{ $setting }” is { $found }: give a value from { $low } to { $high }.
failed-analysis-overlap = { $both } customers are in both groups: give groups that exclude one another.
failed-analysis-collinear = Column { $column } says the same as others: leave it out.
failed-analysis-no-optimum = No best fit was found in { $steps } steps: ask about more customers, or a longer time.
problem-analysis-no-number = “{ $text }” is no number: an analysis needs one for each customer.
failed-save-id = “{ $id }” is no name for a definition: use small letters, digits and hyphens.
failed-save-there = There is a definition “{ $id }” already: choose another name, or say --replace to have it replaced (its versions are kept).

## Recency, frequency, monetary value

cli-analyse = Find out what the data show, and save it as live definitions
cli-analyse-example = Example:  tranche analyse rfm --save rfm-groups
cli-arg-among-whom = A definition of the customers it is about; all of them unless said
cli-arg-csv = Print the first table as CSV
cli-arg-save = Save the result as definitions under this name, live from now on
cli-arg-replace = Replace definitions that have this name; their versions are kept
cli-analyse-rfm = Group customers by how recently, how often and for how much they bought
cli-analyse-rfm-example = Example:  tranche analyse rfm --grid full --since 2026-01-01 --save rfm-groups
cli-analyse-rfm-arg-grid = Groups of scores: full (125 cells, eleven groups; default), recency-frequency (ten groups), first-match (overlapping ranges, as the R package rfm) or thirds (for small bases)
cli-analyse-rfm-arg-scoring = How scores are made: hybrid (one-time buyers and lost customers apart, quantiles of the rest; default), value (quantiles), rank (equal parts, not comparable over time) or fixed (with --cut-points)
cli-analyse-rfm-arg-lost-after = Days without an order from which a customer is lost, for hybrid scores; unless said, nine in ten of those who came back never stayed away longer
cli-analyse-rfm-arg-frozen-on = As of when cut-points are read off the data; the start of the month unless said
cli-analyse-rfm-arg-cut-points = Cut-points given, lowest first: days; orders; amounts. Example: "30,90,180,365; 1,2,3,5; 50,100,200,400"
cli-analyse-rfm-arg-window = A window for the orders that count, such as "over last 12 months"; all time unless said
cli-analyse-rfm-arg-own-rhythm = Tell recency by each customer's own rhythm: the usual gap in place of their own, so that silence counts for what it is
cli-analyse-rfm-arg-recency = What recency is, as an expression: days since last(order.at) unless said
cli-analyse-rfm-arg-frequency = What frequency is: count(order) unless said
cli-analyse-rfm-arg-monetary = What monetary value is: sum(order.amount) unless said; avg(order.amount) is the average basket
cli-analyse-rfm-arg-since = Also show who moved from group to group since then, by the same cut-points
cli-analyse-rfm-arg-customers = Write each customer's values, scores and group to a CSV file

failed-rfm-grid = There are no groups “{ $name }”: give one of { $known }.
failed-rfm-cut-points = “{ $text }” gives no cut-points: give days; orders; amounts, each lowest first, such as "30,90,180,365; 1,2,3,5; 50,100,200,400".
failed-rfm-fixed = Fixed scores and --cut-points go together: give both, or neither.
failed-rfm-rank-moves = Scores by rank change with everybody else's: moves between two dates need cut-points that hold at both. Use hybrid, value or fixed scores.
failed-rfm-rank-saved = Scores by rank cannot be told from one customer alone, and so cannot be saved. Use hybrid, value or fixed scores.
failed-rfm-since = “--since” is later than the instant asked about: give an earlier one.

rfm-title = Recency, frequency, monetary value
rfm-groups = Groups
rfm-cut-points = Borders between scores
rfm-moves = Moves since { $since }
rfm-grid = Customers by recency and frequency
rfm-grid-says = Each cell counts the customers with these scores of recency (across) and frequency (up); the best are at the top right.
rfm-recency = R
rfm-frequency = F
rfm-scoring-hybrid = Scores: one-time buyers and lost customers have scores of their own, the rest is cut by quantiles.
rfm-scoring-value = Scores by quantiles of the values: equal customers have equal scores.
rfm-scoring-rank = Scores by rank: parts of equal size; equal customers may have different scores.
rfm-scoring-fixed = Scores by the cut-points given.
rfm-frozen = The cut-points are those of { $on }.
rfm-most = The group that is worth most is “{ $group }”: { $customers } of those who bought, { $amount } of what they spent.
rfm-head-group = group
rfm-head-customers = customers
rfm-head-share = share
rfm-head-amount = spent
rfm-head-amount-share = of all
rfm-head-average = average order
rfm-head-days = days since last
rfm-head-border = between scores
rfm-head-recency = days
rfm-head-frequency = orders
rfm-head-monetary = spent
rfm-head-from = from
rfm-head-to = to
rfm-head-before = spent by then
rfm-head-after = spent by now
rfm-group-champions = Champions
rfm-group-loyal = Loyal
rfm-group-potential-loyalist = Potential loyalists
rfm-group-new-customers = New customers
rfm-group-promising = Promising
rfm-group-need-attention = Need attention
rfm-group-about-to-sleep = About to sleep
rfm-group-at-risk = At risk
rfm-group-cannot-lose-them = Cannot lose them
rfm-group-hibernating = Hibernating
rfm-group-lost = Lost
rfm-group-big-spenders = Big spenders
rfm-group-others = Others
rfm-group-prospects = Never ordered
rfm-group-not-concerned = Not concerned
rfm-grid-full = eleven groups of the 125 cells
rfm-grid-recency-frequency = ten groups by recency and frequency
rfm-grid-first-match = the first range that matches
rfm-grid-thirds = nine groups by thirds
rfm-said = { $name }
rfm-saved-name = RFM groups ({ $name })
rfm-saved-purpose = Customers by recency, frequency and monetary value: { $grid }, with the cut-points of { $at }.
rfm-saved-value = What the segmentation “{ $name }” is made of.
rfm-saved-amount = amount ({ $name })
rfm-saved-days = days since the last order ({ $name })
rfm-saved-orders = number of orders ({ $name })
rfm-lost-after = A customer counts as lost after { $days } days without an order.
cli-analyse-rfm-arg-stream = The stream that is counted; order unless said

## Tranches (ABC)

head-low = from
head-high = to
cli-analyse-abc = Cut customers into tranches by what they are worth, and tell how concentrated it is
cli-analyse-abc-example = Example:  tranche analyse abc --cuts 65,90 --save value-tranches
cli-analyse-abc-arg-cuts = Shares at which tranches end, in per cent, lowest first; 80,95 unless said
cli-analyse-abc-arg-by = What they are shares of: amount (default) or customers
cli-analyse-abc-arg-crossing = Where the customer goes in whose amount a border falls: kept (to the better tranche; default) or excluded (to the next)
cli-analyse-abc-arg-value = What a customer is worth, as an expression; sum(order.amount) unless said
cli-analyse-abc-arg-parts = Into how many equal parts customers are cut as well; 10 unless said
failed-abc-cuts = “{ $text }” gives no shares: give per cents between 0 and 100, lowest first, such as 80,95.
abc-title = Tranches of customers
abc-tranches = Tranches
abc-parts = { $count } equal parts, the best customers first
abc-head-tranche = tranche
abc-head-amount = worth
abc-head-mean = each
abc-head-least = least
abc-head-most = most
abc-nothing = worth nothing
abc-below-zero = below zero
abc-says = Tranche { $letter }: { $customers } of the customers, { $amount } of what they are worth.
abc-gini = Gini coefficient { $gini } ({ $low } to { $high }): 0 when all are worth the same, 1 when one has it all.
abc-negative = { $n ->
    [one] { $count } customer is worth less than nothing ({ $amount }) and is left out.
   *[other] { $count } customers are worth less than nothing ({ $amount } together) and are left out.
}
abc-curve = How it adds up
abc-curve-says = The best customers come first: the further the curve lies above the line, the more a few of them hold.
abc-curve-amount = share of what they are worth
abc-curve-equal = if all were worth the same
abc-tranche = Tranche { $letter }
abc-saved-name = Tranches ({ $name })
abc-saved-purpose = Customers by what they are worth, with the borders of { $at }.
abc-saved-amount = worth ({ $name })

## Overlaps of segments

cli-analyse-overlap = Tell how segments overlap: each two of them, and exactly which of all of them customers are in
cli-analyse-overlap-example = Example:  tranche analyse overlap vip dormant "country = 'FR'"
cli-analyse-overlap-arg-segments = Segments of the base by id, or definitions; all segments of the base unless said, 64 at most
cli-analyse-overlap-arg-place = With --save: which line of the exact intersections is saved; the first unless said
failed-overlap-place = There is no line { $place } among the exact intersections: there are { $most }.
overlap-title = Overlaps of segments
overlap-pairs = Each two segments
overlap-exactly = In exactly these segments
overlap-heat = Who is also in the other
overlap-heat-says = Each cell is the share of the row's members who are in the column's segment too.
overlap-bars-says = Each bar counts the customers who are in exactly these segments, and in none of the others.
overlap-none = { $n ->
    [one] { $count } customer of { $of } is in none of them.
   *[other] { $count } customers of { $of } are in none of them.
}
overlap-closest = The closest two are “{ $first }” and “{ $second }”: { $both } in both, { $share } of those in either.
overlap-head-first = first
overlap-head-second = second
overlap-head-both = in both
overlap-head-jaccard = of either
overlap-head-of-first = of the first
overlap-head-of-second = of the second
overlap-head-lift = times chance
overlap-head-place = line
overlap-head-exactly = exactly in
overlap-saved-name = Overlap ({ $name })
overlap-saved-purpose = Who is in exactly these segments, and in none of the others compared.

## Time to the next order

cli-analyse-waiting = Tell how long customers take to the next order, those still waiting included
cli-analyse-waiting-example = Example:  tranche analyse waiting --after 1 --by country --save second-order-overdue
cli-analyse-waiting-arg-after = The order from which one waits: 1 (default) for the time from the first to the second
cli-analyse-waiting-arg-stream = The stream of the orders; order unless said
cli-analyse-waiting-arg-by = What tells groups apart, as an expression such as country; the eight largest are shown
failed-waiting-median = Fewer than half of them have ordered again so far: there is no usual time to compare with.
waiting-title = Time from order { $after } to the next
waiting-groups = Days by which so many have ordered again
waiting-days = Ordered again by day
waiting-curve = Ordered again
waiting-curve-says = The share of customers who have ordered again by each day, those who are still waiting counted for what they are.
waiting-all = all
waiting-half = Half of them have ordered again after { $days } days.
waiting-never-half = Fewer than half of them have ordered again within the time seen.
waiting-differs = The groups differ (log-rank test, p { $p }).
waiting-not-shown = That the groups differ is not shown (log-rank test, p { $p }).
waiting-few = These are few customers: the figures are rough.
waiting-head-group = group
waiting-head-again = ordered again
waiting-head-25 = a quarter
waiting-head-50 = half
waiting-head-75 = three quarters
waiting-head-90 = nine tenths
waiting-head-day = day
waiting-head-share = ordered again
waiting-saved-name = Next order overdue ({ $name })
waiting-saved-purpose = Has waited longer than { $share }% of customers do: { $days } days.

## Files

analyse-written = Written to { $file }.
cli-arg-html = Write it with its pictures as a page that stands alone
cli-analyse-abc-arg-customers = Write each customer's tranche to a CSV file

## Cohorts

cli-analyse-cohorts = Show what customers did since the period of their first order: how many came back, what they spent
cli-analyse-cohorts-example = Example:  tranche analyse cohorts --every month --periods 12
cli-analyse-cohorts-arg-every = How long a period is: week, month (default) or quarter
cli-analyse-cohorts-arg-periods = How many periods, up to that of the day asked about; 12 unless said, 60 at most
cli-analyse-cohorts-arg-own-age = Count ages in so many days from each customer's own first order, and not in calendar periods
cli-analyse-cohorts-arg-stream = The stream of the orders; order unless said
cohorts-title = Cohorts
cohorts-retention = Share who came back
cohorts-cumulated = Spent so far, a customer
cohorts-active = Customers who came back
cohorts-heat-says = Each row is the customers who began in one period, each column the time since; the darker, the more of them came back.
cohorts-curve-says = The share who came back at each age, of all customers who have been seen for that long.
cohorts-all = share who came back
cohorts-age = age
cohorts-head = began
cohorts-first = { $share } came back one { $every } after their first order.
cohorts-week = week
cohorts-month = month
cohorts-quarter = quarter
cohorts-days = { $days } days
cohorts-before = { $n ->
    [one] { $count } customer began before the first period and is in no cohort.
   *[other] { $count } customers began before the first period and are in no cohort.
}
cohorts-incomplete = Periods that are not over are left out: they would read as a fall.
cohorts-saved-name = Cohorts ({ $name })
cohorts-saved-purpose = Customers by the period of their first order.
cohorts-saved-part = From { $start }

## Two segments side by side

cli-analyse-compare = Compare two segments, or one with everybody else: key figures and all that is known of their members
cli-analyse-compare-example = Example:  tranche analyse compare vip "count(order) = 1"
cli-analyse-compare-arg-first = A segment by id, or a definition
cli-analyse-compare-arg-second = Another one; everybody else unless said
comparison-title = Two segments side by side
comparison-everybody = everybody else
comparison-sizes = { $first }: { $n_first } customers. { $second }: { $n_second } customers.
comparison-both = { $n ->
    [one] { $count } customer is in both and left out.
   *[other] { $count } customers are in both and left out.
}
comparison-differ = { $differ } of { $all } figures and attributes tell them apart (by a tenth of a standard deviation or more).
comparison-numbers = Means
comparison-shares = Shares
comparison-apart = What tells them apart most
comparison-apart-says = How far apart they are in each, in standard deviations: below 0.1 they are the same for all purposes.
comparison-head-what = what
comparison-head-difference = difference
comparison-head-apart = standard deviations
comparison-others = others
comparison-spent = spent
comparison-orders = orders
comparison-average = average order
comparison-recency = days since the last order
comparison-spent-year = spent within 12 months
comparison-orders-year = orders within 12 months
comparison-gap = days between orders
comparison-bought = ever ordered
comparison-again = ordered twice or more
comparison-active = ordered within 90 days

## By any attribute

cli-analyse-by = Tell what customers are worth by any attribute or expression: by age, by country, by channel
cli-analyse-by-example = Example:  tranche analyse by age --borders 25,35,50
cli-analyse-by-arg-by = What customers are grouped by: a text, a number or a yes or no
cli-analyse-by-arg-borders = Borders between groups of a number, such as 25,35,50; quarters of the customers unless said
cli-analyse-by-arg-value = What a customer is worth, as an expression; sum(order.amount) unless said
breakdown-title = Customers by { $by }
breakdown-groups = Groups
breakdown-bars = What a customer is worth
breakdown-best = A customer is worth most in “{ $group }”: { $mean } each.
breakdown-between = { $low } to { $high }
breakdown-up-to = up to { $high }
breakdown-above = above { $low }
breakdown-unknown = unknown
breakdown-saved-name = Groups ({ $name })
breakdown-saved-purpose = Customers by { $by }.

## Coupons

cli-analyse-coupons = Tell how much customers depend on coupons
cli-analyse-coupons-example = Example:  tranche analyse coupons --above 50 --save coupon-dependent
cli-analyse-coupons-arg-with = The number of orders with a coupon; count(order where discount_code is known) unless said
cli-analyse-coupons-arg-all = The number of all orders; count(order) unless said
cli-analyse-coupons-arg-above = The share of orders, in per cent, above which a customer depends on coupons; 50 unless said
cli-analyse-coupons-arg-sure = How sure that must be, in per cent; 80 unless said
coupons-title = Dependence on coupons
coupons-usual = The usual customer uses a coupon in { $share } of orders.
coupons-dependent = { $n ->
    [one] { $count } customer uses one in more than { $above } of orders, as far as { $sure } certainty goes; counting alone would name { $naive }.
   *[other] { $count } customers use one in more than { $above } of orders, as far as { $sure } certainty goes; counting alone would name { $naive }.
}
coupons-bands = Share of orders with a coupon
coupons-says = The share to be expected of each customer: that of few orders is drawn towards the usual one.
coupons-band = { $from } to { $to }
coupons-head-band = share of orders
coupons-saved-name = Coupon-dependent ({ $name })
coupons-saved-purpose = Customers of whom a coupon is to be expected in most orders.
coupons-saved-share = share of orders with a coupon ({ $name })
coupons-saved-value = The share of orders with a coupon to be expected, that of few orders drawn towards the usual one.

## How many segments are useful

cli-analyse-useful = Tell how many of the base's segments are useful: what each further one tells, which are nearly the same or too small
cli-analyse-useful-example = Example:  tranche analyse useful --least 200
cli-analyse-useful-arg-value = What a customer is worth, as an expression; sum(order.amount) unless said
cli-analyse-useful-arg-least = The fewest members of a segment one can act on; 50 unless said
useful-title = How many segments are useful
useful-telling = { $n ->
    [one] { $count } of { $of } segments tells { $share } of the differences in what customers are worth; no other adds to it.
   *[other] { $count } of { $of } segments tell { $share } of the differences in what customers are worth; the others add next to nothing.
}
useful-apart = { $small } have fewer than { $least } members; { $same } have nearly the same members as another.
useful-gains = What each further segment tells
useful-says = The share of the differences in worth that is told by the segments taken in so far, the most telling first.
useful-segments = All segments
useful-small = too small
useful-head-place = step
useful-head-segment = segment
useful-head-groups = groups
useful-head-gain = adds
useful-head-explained = told
useful-head-small = to act on
useful-head-same = nearly the same
useful-head-within = within
useful-head-used = used by

## Pages

analyses-lead = What the data show: figures, pictures, and segments that stay live once they are saved.
analysis-rfm = Recency, frequency, monetary value
analysis-abc = Tranches of customers (ABC)
analysis-cohorts = Cohorts
analysis-waiting = Time to the next order
analysis-compare = Two segments side by side
analysis-by = By any attribute
analysis-overlap = Overlaps of segments
analysis-useful = How many segments are useful
analysis-coupons = Dependence on coupons
analysis-show = Show
analysis-save = Save
analysis-save-as = Save as
analysis-replace = Replace what has this name
analysis-field-grid = Groups
analysis-field-scoring = Scores
analysis-field-window = Orders that count
analysis-field-own-rhythm = Recency
analysis-field-since = Moves since
analysis-field-cuts = Ends of tranches
analysis-field-crossing = Customer on a border
analysis-field-value = What a customer is worth
analysis-field-every = Period
analysis-field-periods = Number of periods
analysis-field-after = After which order
analysis-field-by = By
analysis-field-first = First segment
analysis-field-second = Second segment
analysis-field-borders = Borders
analysis-field-segments = Segments
analysis-field-least = Fewest members
analysis-field-with = Orders with a coupon
failed-analysis-number = “{ $text }” is no whole number.
failed-analysis-needs = “{ $id }” needs more to be asked: give { $names }.
failed-analysis-needs-one = “{ $id }” needs more to be asked: give one of { $names }.
failed-analysis-choice = “{ $text }” is no choice for “{ $name }”: give one of { $known }.
failed-analysis-word = “{ $id }” does not ask for “{ $name }”: give any of { $known }.
failed-analysis-not-saved = What “{ $id }” finds cannot be saved under a name.
failed-unknown-analysis = There is no method “{ $id }”: give one of { $known }.
failed-rfm-own-rhythm = Recency by own rhythm looks at all orders: leave out the window, or tell recency by days.
rfm-areas = What the groups are worth
rfm-areas-says = The larger the area, the more the group has spent.
rfm-moves-says = The wider the band, the more customers went from the group on the left to the one on the right, by the same cut-points.

## Report

cli-report = Write what the base shows as a presentation that stands alone, and as a workbook with charts
cli-report-example = Example:  tranche report --html report.html --xlsx report.xlsx
cli-report-arg-html = The presentation: one page with pictures, which prints well
cli-report-arg-xlsx = The workbook: a sheet an analysis
report-title = What your customers show

## Choices on pages

analysis-choice-full = Eleven groups (125 cells)
analysis-choice-recency-frequency = Ten groups, without amounts
analysis-choice-first-match = Overlapping ranges (R package rfm)
analysis-choice-thirds = Nine groups, for small bases
analysis-rfm-choice-no = In days
analysis-rfm-choice-yes = By own rhythm
analysis-choice-hybrid = One-time buyers and lost apart
analysis-choice-value = Quantiles of the values
analysis-choice-rank = Equal parts, by rank
analysis-choice-kept = To the better tranche
analysis-choice-excluded = To the next tranche
analysis-choice-month = Month
analysis-choice-week = Week
analysis-choice-quarter = Quarter
analysis-hint-grid = The map that gives names to scores.
analysis-hint-scoring = How the scores are made. Equal parts cannot be compared over time, and cannot be saved.
analysis-hint-crossing = Where the customer goes in whose amount a border falls.
analysis-hint-every = How long a period is.
analysis-hint-segments = Segments by id or definitions, with a semicolon between them; all segments of the base when empty, 64 at most.

## Hours

cli-analyse-hours = Tell at which hours and on which days customers act, and which hour suits how many of them
cli-analyse-hours-example = Example:  tranche analyse hours --rows "message where kind = 'clicked'"
cli-analyse-hours-arg-rows = What is counted: a stream, with or without a filter; order unless said
analysis-hours = Hours and days
analysis-field-rows = What is counted
hours-best = Most happens between { $hour }:00 and { $until }:00, by the clock on the wall ({ $share } when hours are smoothed).
hours-drawn = The hour that suits a customer is drawn towards that of all where there is little to tell from.
hours-by-hour = By hour
hours-by-day = By day of the week
hours-week = The week
hours-week-says = Each cell counts what happened on that day at that hour; the darker, the more.
hours-head-hour = from
hours-head-count = number
hours-head-share = smoothed share
hours-head-suits = suits so many
hours-head-day = day
hours-monday = Monday
hours-tuesday = Tuesday
hours-wednesday = Wednesday
hours-thursday = Thursday
hours-friday = Friday
hours-saturday = Saturday
hours-sunday = Sunday
hours-part-morning = Morning
hours-part-afternoon = Afternoon
hours-part-evening = Evening
hours-part-night = Night
hours-saved-name = Hours ({ $name })
hours-saved-purpose = Who acts mostly in the morning, in the afternoon, in the evening or at night.

## Questions on pages

analysis-family-worth = What customers are worth
analysis-family-times = When they act and come back
analysis-family-segments = Segments and groups side by side
analysis-family-questions = Is it so, and why?
analysis-family-experiments = Experiments
analysis-hypothesis = Is it so?
analysis-drivers = What the best customers share
analysis-questionnaire = Answers of a questionnaire
analysis-size = Size of an experiment
analysis-arms = What a treatment brought
analysis-value = Lifetime value
analysis-replenishment = Due to buy again
analysis-ask-hypothesis = For customers of { $group }, { $outcome } is { $claim } than for { $against }.
analysis-ask-drivers = What did those have in common, beforehand, whose { $outcome } was high in the last { $over } days?
analysis-ask-arms = Customers of { $treated } were treated, those of { $held } were held out; what counts is { $outcome }.
analysis-ask-size = Without it, { $from } of the customers buy; with it, { $to } shall.
analysis-hypothesis-choice-more = higher
analysis-hypothesis-choice-less = lower
analysis-hypothesis-choice-differs = higher or lower
analysis-hypothesis-field-group = a segment, or a definition
analysis-hypothesis-field-outcome = what is measured
analysis-hypothesis-field-claim = your guess
analysis-hypothesis-field-against = everybody else, or groups with ; between them
analysis-hypothesis-field-margin = As good as no difference
analysis-hypothesis-kept = Saved, the groups are the parts of a segmentation that stays live.
analysis-drivers-field-outcome = an amount, or a definition
analysis-drivers-field-over = days
analysis-drivers-field-of = Or: who is in this group now
analysis-drivers-hint-of = In place of the sentence: what its members have in common today, but for what defines it.
analysis-drivers-field-depth = Conditions of a rule
analysis-drivers-field-sensitive = Sensitive attributes
analysis-drivers-choice-1 = one
analysis-drivers-choice-2 = up to two
analysis-drivers-choice-3 = up to three
analysis-drivers-choice-no = leave them out
analysis-drivers-choice-yes = use them too
analysis-drivers-kept = Saved, each rule is a segment that stays live.
analysis-arms-field-treated = who was treated
analysis-arms-field-held = who was held out
analysis-arms-field-outcome = an amount, or a definition
analysis-field-planned = Share treated, as planned
analysis-arms-hint-planned = When given, arms of other sizes stop the report: something went wrong then.
analysis-field-before = The same, before
analysis-field-within = In these parts too
analysis-arms-kept = Saved, the arms are the parts of a segmentation that stays live.
analysis-size-field-from = share without it
analysis-size-field-to = share with it
analysis-field-per-arm = Or: customers of each arm
analysis-size-hint-per-arm = How many you have. Leave the second share empty to see what they can show.
analysis-size-field-outcome = Or: read off the base
analysis-size-hint-outcome = A definition that holds of those who buy: the share without treatment, and half of the customers for each arm, are those of the base.
analysis-field-power = Chance of finding it
analysis-size-hint-power = If the difference is there.
analysis-field-false-alarm = Chance of a false alarm
analysis-size-hint-false-alarm = Of finding a difference that is not there.
analysis-size-choice-80 = 80%
analysis-size-choice-90 = 90%
analysis-size-choice-95 = 95%
analysis-size-choice-5 = 5%
analysis-size-choice-1 = 1%
analysis-size-choice-10 = 10%
analysis-field-horizon = Days ahead
analysis-field-model = Model of purchases
analysis-value-hint-model = Pareto/NBD unless there is a reason.
analysis-choice-pareto-nbd = Pareto/NBD
analysis-choice-bg-nbd = BG/NBD
analysis-choice-mbg-nbd = MBG/NBD
analysis-field-margin = Share that is margin
analysis-value-hint-margin = The part of what is spent that counts, such as 40 %.
analysis-field-discount = A year’s discount
analysis-value-hint-discount = What a year of waiting takes off a sum, such as 10 %.
analysis-value-kept = No definition can compute a forecast: what is saved are lists of the five fifths, as of this day. Save again to renew them.
analysis-field-stream = Purchases
analysis-field-filter = Only where
analysis-replenishment-hint-filter = A condition on their rows, such as product.category = 'coffee'.
analysis-replenishment-kept = Saved, who is due is a segmentation with the waits that were found; it stays live, day by day.
analysis-field-items = Items
analysis-questionnaire-hint-items = Answers as numbers: attributes or expressions, with a semicolon between them.
analysis-field-reversed = Of these, reversed
analysis-questionnaire-hint-reversed = Items whose high answers mean little.
analysis-field-low = Lowest answer
analysis-questionnaire-hint-low = 1 unless said.
analysis-field-high = Highest answer
analysis-questionnaire-hint-high = 5 unless said.
analysis-questionnaire-kept = Saved, the score is an attribute that is computed anew from the answers.
analysis-compare-kept = Saved, both are the parts of a segmentation, those in both first.
analysis-useful-kept = Saved, the segments that tell something are the parts of a segmentation: each customer counts with the one that tells most.
analysis-kept = Saved, it stays live: customers move as they change. Small letters, digits and hyphens.
analysis-field-among-whom = Among
analysis-export = Each customer, as a file
analysis-use = Use as a segment
analysis-proposals = Found definitions
analysis-offer = { $name }
analysis-offer-list = list “{ $name }”
analysis-offer-count = number of { $name }
analysis-offer-count-year = number of { $name }, 12 months
analysis-offer-sum = amount of { $name }
analysis-offer-sum-year = amount of { $name }, 12 months
analysis-offer-avg = mean amount of { $name }
analysis-offer-since = days since the last of { $name }
failed-analysis-share = “{ $text }” is no share: write 5 % or 0.05.
failed-analysis-decimal = “{ $text }” is no number.
groups-saved-name = Groups compared ({ $name })
groups-saved-purpose = The groups of a study; who is in several counts with the first.
groups-saved-rest = Everybody else
failed-useful-nothing = No segment tells anything: there is nothing to save.
overlap-proposal = { $n ->
    [one] { $count } customer is in exactly this ({ $share }).
   *[other] { $count } customers are in exactly these ({ $share }).
}
analysis-hypothesis-usual-against = everybody else
analysis-size-usual-from = 5%
analysis-size-usual-to = 6%
analysis-arms-usual-planned = 90%
analysis-value-usual-margin = 100%
analysis-value-usual-discount = 10%
analysis-arms-hint-within = Segments or definitions, with a semicolon between them.
analysis-drivers-hint-depth = The more, the finer, and the fewer customers.
analysis-drivers-hint-sensitive = Such as gender, income or opinions.
report-longer = Longer tables are in the workbook (tranche report --xlsx).
analysis-prices = Prices they accept
analysis-field-category = Prices compared within
analysis-prices-field-stream = What was bought
analysis-field-most = Most paid at once
