-- Why the newest entry has its tags: each tag's words and the rule that read them.
SELECT n.entry_id, e.tag, e.surface, e.rule, e.field, e.span_start, e.span_end
FROM (SELECT entry_id FROM news ORDER BY placed_at DESC, entry_id DESC LIMIT 1) AS n
JOIN evidence AS e ON e.entry_id = n.entry_id ORDER BY e.tag, e.field, e.span_start;
