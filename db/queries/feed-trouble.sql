-- Feeds in trouble and what they said last.
SELECT feed, title, state, failures, last_success_at, next_poll_at, last_error, notes FROM feed_health
WHERE state IN ('failing', 'stale', 'gone') OR failures > 0
ORDER BY failures DESC, feed;
