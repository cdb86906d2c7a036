-- name: proposal(id)^
-- One proposal.
SELECT * FROM proposals WHERE id = :id;

-- name: open_proposals()
-- Proposals that wait for a second person, oldest first.
SELECT * FROM proposals WHERE review = 'submitted' ORDER BY submitted_at, id;

-- name: add_proposal(id, kind, subject, subject_digest, reason, words, leads_to, submitted_by, submitted_at, review, agreed_by, version)!
-- A new proposal; the same about the same cannot wait twice.
INSERT INTO proposals (id, kind, subject, subject_digest, reason, words, leads_to, submitted_by, submitted_at,
                       review, agreed_by, version)
VALUES (:id, :kind, :subject, :subject_digest, :reason, :words, :leads_to, :submitted_by, :submitted_at,
        :review, :agreed_by, :version);

-- name: save_proposal(review, agreed_by, id, version)!
-- Compare and set; what was proposed is never changed.
UPDATE proposals SET review = :review, agreed_by = :agreed_by, version = version + 1
 WHERE id = :id AND version = :version;

-- name: report(id)^
-- One report.
SELECT * FROM reports WHERE id = :id;

-- name: open_reports()
-- Reports that nobody has dealt with, oldest first.
SELECT * FROM reports WHERE review = 'open' ORDER BY at, id;

-- name: add_report(id, kind, subject, row_number, at, review, version)!
-- A new report; one that waits already is not doubled.
INSERT INTO reports (id, kind, subject, row_number, at, review, version)
VALUES (:id, :kind, :subject, :row_number, :at, :review, :version)
    ON CONFLICT DO NOTHING;

-- name: save_report(review, closed_by, closed_at, id, version)!
-- Compare and set.
UPDATE reports SET review = :review, closed_by = :closed_by, closed_at = :closed_at, version = version + 1
 WHERE id = :id AND version = :version;
