-- AlterTable
ALTER TABLE "replies" ADD COLUMN "tried_revision" INTEGER NOT NULL DEFAULT 0;

-- A worker that died between two statements left these waiting for ever.
UPDATE "replies" SET "status" = 'posted', "reason" = NULL WHERE "status" = 'pending' AND "posted_revision" = "revision";
