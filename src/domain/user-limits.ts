/** 14 tasks are not enough for `podman run` on two processors, 24 are (tried with 5.4 on Debian 13). */
export const TASKS_NEEDED = 20;

/** 64 open files are not enough for `podman run` with pasta, 128 are (tried with 5.4 on Debian 13). */
export const FILES_NEEDED = 128;

/** Bytes. Podman itself takes some 60 MiB, and what it starts comes on top. */
export const MEMORY_NEEDED = 128 * 1024 * 1024;
