-- A ministry's entries by week, of the last year. Put its tag in place of AZ/defence.
SELECT strftime('%Y-%W', day) AS week, sum(entries) AS entries
FROM daily WHERE tag = 'AZ/defence' AND day >= date('now', '-1 year')
GROUP BY week ORDER BY week;
