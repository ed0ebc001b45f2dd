-- The words that gave a tag, and how often, in its newest 2,000 entries: what a gazetteer's editor looks at.
SELECT e.surface, e.rule, count(*) AS times
FROM (SELECT entry_id FROM news_country WHERE country = 'AZ' ORDER BY placed_at DESC, entry_id DESC LIMIT 2000) AS n
JOIN evidence AS e ON e.entry_id = n.entry_id AND e.tag = 'AZ'
GROUP BY e.surface, e.rule ORDER BY times DESC, e.surface LIMIT 100;
