-- The happenings that most feeds report, with the entry shown for each.
SELECT s.story_id, s.entries, s.feeds, s.first_published_at, n.title, n.link
FROM stories AS s JOIN news AS n ON n.entry_id = s.lead_entry_id
WHERE s.last_published_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-7 days')
ORDER BY s.feeds DESC, s.entries DESC LIMIT 50;
