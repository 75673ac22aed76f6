## What customers pay beside what others pay for the same.

cli-analyse-prices = Tell who pays more or less than others for the same, and how much customers are ready to pay
cli-analyse-prices-example = Example:  tranche analyse prices --by country --save price-ladder
cli-analyse-prices-arg-stream = The stream of what was bought; order_line unless said
cli-analyse-prices-arg-category = Its field within which prices are compared; product.category unless said
cli-analyse-prices-arg-amount = Its field of the amount paid; amount unless said
cli-analyse-prices-arg-quantity = Its field of the quantity; quantity unless said
cli-analyse-prices-arg-most = The most that a customer has paid at once, as an expression; max(order.amount) unless said
cli-analyse-prices-arg-by = What tells groups apart, as an expression such as country; the eight largest are shown
cli-analyse-prices-arg-customers = Write each customer's price level and rung to a CSV file
prices-title = Prices that customers pay
prices-spread = A quarter of the { $n } buyers pay { $low } of the usual price or less for the same, a quarter more than { $high }.
prices-limit = Half of the customers have paid { $half } at once (between { $from } and { $to }), one in ten { $tenth }: beyond that, few have ever gone.
prices-others = Prices are compared in the { $compared } categories bought most often; { $n ->
    [one] one other is
   *[other] { $n } others are
 } left aside.
prices-says = What half of the customers, and one in ten, have paid at once: the band within which a price is accepted.
prices-rungs = The price ladder
prices-limits = What is accepted
prices-usual = Usual prices
prices-all = all buyers
prices-rung-lowest = lowest prices
prices-rung-lower = rather low prices
prices-rung-higher = rather high prices
prices-rung-highest = highest prices
prices-head-group = customers who pay
prices-head-level = price level
prices-head-half = half have paid
prices-head-from = at least
prices-head-to = at most
prices-head-tenth = one in ten has paid
prices-head-category = category
prices-head-usual = usual price of one
prices-saved-name = Price ladder ({ $name })
prices-saved-purpose = Customers by what they pay beside what others pay for the same.
prices-saved-level = price level ({ $name })
prices-saved-value = What was paid, divided by what the same would have cost at usual prices; few purchases are drawn towards these.
