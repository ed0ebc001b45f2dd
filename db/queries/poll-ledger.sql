-- What the last polls brought, feed by feed: the ledger sums (in_document = new + changed + same + duplicate
-- + skipped), and the last column says why pieces were skipped.
SELECT feed, count(*) AS polls, sum(in_document) AS in_documents, sum(new) AS new, sum(changed) AS changed,
  sum(same) AS same, sum(duplicate) AS duplicate, sum(skipped) AS skipped, sum(set_aside) AS set_aside,
  sum(bytes) AS bytes, round(avg(seconds), 2) AS seconds, max(nullif(skip_reasons, '[]')) AS why_skipped
FROM polls GROUP BY feed ORDER BY new DESC, feed;
