-- Stories are made from here on. entry_at has the news in the order of when they were published, which is
-- how accounts of one happening are found; entry_story has all that a story's row is made of; story_several
-- finds the stories that have more than their lead.

DROP INDEX entry_story;

CREATE INDEX entry_story ON entry (story_id, entry_id, feed_id, published_at) WHERE story_id IS NOT NULL;

CREATE INDEX entry_at ON entry (min(coalesce(published_at, placed_at), placed_at), entry_id, countries)
WHERE set_aside = 0;

CREATE INDEX story_several ON story (entries, story_id, lead_entry_id) WHERE entries > 1;
