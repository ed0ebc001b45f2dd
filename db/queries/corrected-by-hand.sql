-- Tags that a person set.
SELECT e.entry_id, e.tag, n.title, n.link FROM evidence AS e JOIN news_all AS n ON n.entry_id = e.entry_id
WHERE e.field = 'manual' ORDER BY e.entry_id DESC LIMIT 100;
