-- The ministries in most entries of the last thirty days, with their names where the gazetteer has one.
SELECT d.tag AS ministry, (SELECT m.name FROM ministries AS m WHERE m.ministry = d.tag) AS name,
  sum(d.entries) AS entries
FROM (
  SELECT feed, tag, sum(entries) AS entries FROM daily
  WHERE tag LIKE '__/%' AND day > date('now', '-30 days') GROUP BY feed, tag) AS d
GROUP BY d.tag ORDER BY entries DESC, ministry LIMIT 50;
