-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "body_plain_bytes" INTEGER;

-- Bodies come compressed by the hub: a row that fits into a page is neither tried with pglz nor put aside into TOAST.
ALTER TABLE "deliveries" SET (toast_tuple_target = 8160);
