-- Entries that have a word, in any script, with or without accents. Two words are both; "two words" a phrase.
SELECT n.placed_at, n.entry_id, n.feed, n.title, n.link
FROM news AS n WHERE n.entry_id IN (
  SELECT rowid FROM news_search WHERE news_search MATCH 'defence AND minister' ORDER BY rowid DESC LIMIT 500)
ORDER BY n.placed_at DESC, n.entry_id DESC LIMIT 50;
