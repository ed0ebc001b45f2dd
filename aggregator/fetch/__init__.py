"""One feed's exchange over HTTP, and when to ask again.

policy   pure: what to ask, what an answer means, when to ask next
client   the exchange: bounds, redirects, the only httpx
guard    which addresses and ports may be connected to at all
hosts    spacing and limits per registrable domain
"""
