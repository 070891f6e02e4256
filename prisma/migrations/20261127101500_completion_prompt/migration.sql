-- AlterTable
ALTER TABLE "completions" ADD COLUMN "prompt" TEXT;
