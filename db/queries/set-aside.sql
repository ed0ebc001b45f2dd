-- What keep_only set aside lately, to see whether it should have: newest first.
SELECT placed_at, entry_id, feed, title, countries, link FROM news_all
WHERE set_aside = 1 AND placed_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
ORDER BY placed_at DESC, entry_id DESC LIMIT 100;
