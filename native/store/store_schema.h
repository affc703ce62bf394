/* SPDX-License-Identifier: MIT */
/*
 * store_schema.h: the tables and views of the history as SQL text, and its versions.
 */
#ifndef EOS_STORE_SCHEMA_H
#define EOS_STORE_SCHEMA_H

#define EOS_STORE_APPLICATION_ID 0x656F7331 /* "eos1" */
#define EOS_STORE_VERSION 3                 /* PRAGMA user_version */

extern const char eos_store_sql[]; /* schemas/store.sql, made at build time */

#endif
