## Which channels customers answer on.

cli-analyse-channels = Tell which channel each customer answers on
cli-analyse-channels-example = Example:  tranche analyse channels --among "accepts email" --save best-channel
cli-analyse-channels-arg-stream = The stream of messages; message unless said
cli-analyse-channels-arg-channel = Its field of the channel; channel unless said
cli-analyse-channels-arg-sent = Which of its rows are messages sent, as a test; kind = 'sent' unless said
cli-analyse-channels-arg-answered = Which are answers, as a test; kind = 'clicked' unless said
channels-title = Channels that customers answer on
channels-best = { $channel } suits { $share } of the { $n } customers who got a message best.
channels-caveat = Customers choose among the channels they were written to on: who never got a message on one is judged by what is usual there.
channels-says = The share to be expected of each customer on each channel: that of few messages is drawn towards the usual one.
channels-head-channel = channel
channels-head-sent = sent
channels-head-answered = answered
channels-head-preferred = suits best
channels-saved-name = Best channel ({ $name })
channels-saved-purpose = Customers by the channel on which an answer is most to be expected.
channels-saved-share = answers by { $channel } ({ $name })
channels-saved-value = The share of messages to be answered on the channel, that of few messages drawn towards the usual one.
analysis-channels = Channels that customers answer on
analysis-field-answered = What is an answer
