/* One shell: its terminal, the last of its output, and what waits to be typed. */
#ifndef SHELL_H
#define SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MAX_NAME = 40, KEPT_BYTES = 2 * 1024 * 1024, MAX_WAITING_BYTES = 1024 * 1024 };

struct shell {
  char name[MAX_NAME + 1];
  pid_t pid;
  /* Its pseudo-terminal's master side; -1 once the other side is closed. */
  int master;
  /* Exit code, or 128 + signal; -1 while it runs. */
  int status;
  /* The client's number for it; -1 without a client. */
  int number;
  /* Offsets: the first byte that the shell ever wrote, the byte behind the last, the next to be sent, where sending stops, and the first that the client has not stored. */
  uint64_t begin, end, sent, limit, stored;
  /* When it was told to end, on the monotonic clock; 0 if it was not. */
  int64_t hung_up_ms;
  uint8_t *kept;
  uint8_t *waiting;
  size_t waiting_bytes;
};

/* Starts a login shell. NULL with errno set where that fails. */
struct shell *shell_start(const char *name, uint16_t columns, uint16_t rows, uint64_t begin);
void shell_free(struct shell *shell);

uint64_t shell_oldest(const struct shell *shell);
/* Whether its output may be read now: there is room for it, and a client that is not too far behind, or none. */
bool shell_may_write(const struct shell *shell);
/* Reads what it has written, as far as it may; all of it where `to_the_end`. */
void shell_read(struct shell *shell, bool to_the_end);
/* How much of the kept output from `sent` on may be sent. */
size_t shell_sendable(const struct shell *shell);
/* Copies kept output; the caller has seen to it that it is there. */
void shell_copy(const struct shell *shell, uint64_t offset, uint8_t *to, size_t bytes);
/* Types, or keeps what can't be typed yet. */
void shell_type(struct shell *shell, const uint8_t *bytes, size_t count);
/* Types where the shell itself has the foreground and nothing waits to be typed. Whether it did. */
bool shell_type_at_prompt(struct shell *shell, const uint8_t *bytes, size_t count);
void shell_type_waiting(struct shell *shell);
void shell_resize(struct shell *shell, uint16_t columns, uint16_t rows);
/* Tells it and what runs in front that the terminal is gone. */
void shell_hang_up(struct shell *shell);
/* Kills one that has not ended so long after it was hung up. Whether it is still awaited. */
bool shell_end_stubborn(struct shell *shell, int64_t after_ms);
void shell_close(struct shell *shell);

#endif
