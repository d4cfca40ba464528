#define _GNU_SOURCE
#include "shell.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/* What a pseudo-terminal gives at once is less. */
enum { READ_BYTES = 64 * 1024 };

static void become_login_shell(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  const char *home = getenv("HOME");
  if (home == NULL || chdir(home) != 0) (void)!chdir("/");
  /* It marks the command that brought the holder up, not what the learner runs. */
  unsetenv("DRYDOCK_EXEC");
  setenv("TERM", "xterm-256color", 1);
  setenv("COLORTERM", "truecolor", 1);
  execl("/bin/bash", "-bash", (char *)NULL);
  _exit(127);
}

struct shell *shell_start(const char *name, uint16_t columns, uint16_t rows, uint64_t begin) {
  struct shell *shell = calloc(1, sizeof *shell);
  if (shell == NULL) return NULL;
  /* The kernel gives a page of this when it is first written to. */
  shell->kept = mmap(NULL, KEPT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (shell->kept == MAP_FAILED) {
    free(shell);
    return NULL;
  }
  strncpy(shell->name, name, MAX_NAME);
  shell->status = -1;
  shell->number = -1;
  shell->begin = shell->end = shell->sent = shell->limit = shell->stored = begin;
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  shell->pid = forkpty(&shell->master, NULL, NULL, &size);
  if (shell->pid == 0) become_login_shell();
  if (shell->pid < 0) {
    int reason = errno;
    shell->master = -1;
    shell_free(shell);
    errno = reason;
    return NULL;
  }
  fcntl(shell->master, F_SETFD, FD_CLOEXEC);
  fcntl(shell->master, F_SETFL, O_NONBLOCK);
  return shell;
}

void shell_close(struct shell *shell) {
  if (shell->master >= 0) close(shell->master);
  shell->master = -1;
  free(shell->waiting);
  shell->waiting = NULL;
  shell->waiting_bytes = 0;
}

void shell_free(struct shell *shell) {
  shell_close(shell);
  munmap(shell->kept, KEPT_BYTES);
  free(shell);
}

uint64_t shell_oldest(const struct shell *shell) {
  return shell->end - shell->begin > KEPT_BYTES ? shell->end - KEPT_BYTES : shell->begin;
}

/* Room for output: what is not stored elsewhere is not overwritten. */
static size_t room(const struct shell *shell) {
  size_t left = KEPT_BYTES - (size_t)(shell->end - shell->stored);
  return left < READ_BYTES ? left : READ_BYTES;
}

bool shell_may_write(const struct shell *shell) {
  return shell->master >= 0 && room(shell) > 0 && (shell->number < 0 || shell->end < shell->limit);
}

void shell_read(struct shell *shell, bool to_the_end) {
  /* A terminal gives 4 KiB at a time: in a flood many are sent as one. What a background process goes on writing has no end. */
  for (size_t left = to_the_end ? KEPT_BYTES : READ_BYTES; left > 0 && shell->master >= 0 && room(shell) > 0;) {
    size_t at = (size_t)((shell->end - shell->begin) % KEPT_BYTES);
    size_t most = KEPT_BYTES - at < room(shell) ? KEPT_BYTES - at : room(shell);
    ssize_t count = read(shell->master, shell->kept + at, most);
    if (count > 0) {
      shell->end += (uint64_t)count;
      left -= (size_t)count < left ? (size_t)count : left;
      continue;
    }
    if (count < 0 && errno == EINTR) continue;
    /* EIO is how a pseudo-terminal says that nobody has its other side open. */
    if (count == 0 || errno != EAGAIN) shell_close(shell);
    return;
  }
}

size_t shell_sendable(const struct shell *shell) {
  uint64_t until = shell->limit < shell->end ? shell->limit : shell->end;
  return until > shell->sent ? (size_t)(until - shell->sent) : 0;
}

void shell_copy(const struct shell *shell, uint64_t offset, uint8_t *to, size_t bytes) {
  size_t at = (size_t)((offset - shell->begin) % KEPT_BYTES);
  size_t first = KEPT_BYTES - at < bytes ? KEPT_BYTES - at : bytes;
  memcpy(to, shell->kept + at, first);
  memcpy(to + first, shell->kept, bytes - first);
}

/* How many of the bytes the terminal took. */
static size_t write_some(struct shell *shell, const uint8_t *bytes, size_t count) {
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(shell->master, bytes + done, count - done);
    if (written > 0) done += (size_t)written;
    else if (written == 0 || errno != EINTR) break;
  }
  return done;
}

void shell_type(struct shell *shell, const uint8_t *bytes, size_t count) {
  if (shell->master < 0) return;
  size_t done = shell->waiting_bytes == 0 ? write_some(shell, bytes, count) : 0;
  size_t rest = count - done;
  if (rest == 0 || shell->waiting_bytes + rest > MAX_WAITING_BYTES) return;
  uint8_t *waiting = realloc(shell->waiting, shell->waiting_bytes + rest);
  if (waiting == NULL) return;
  memcpy(waiting + shell->waiting_bytes, bytes + done, rest);
  shell->waiting = waiting;
  shell->waiting_bytes += rest;
}

bool shell_type_at_prompt(struct shell *shell, const uint8_t *bytes, size_t count) {
  if (shell->master < 0 || shell->waiting_bytes > 0 || tcgetpgrp(shell->master) != shell->pid) return false;
  shell_type(shell, bytes, count);
  return true;
}

void shell_type_waiting(struct shell *shell) {
  size_t done = write_some(shell, shell->waiting, shell->waiting_bytes);
  shell->waiting_bytes -= done;
  memmove(shell->waiting, shell->waiting + done, shell->waiting_bytes);
  if (shell->waiting_bytes > 0) return;
  free(shell->waiting);
  shell->waiting = NULL;
}

void shell_resize(struct shell *shell, uint16_t columns, uint16_t rows) {
  struct winsize size = {.ws_row = rows, .ws_col = columns};
  if (shell->master >= 0) ioctl(shell->master, TIOCSWINSZ, &size);
}

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + 1;
}

void shell_hang_up(struct shell *shell) {
  /* What runs in front hears it too, as when a window is closed; what was sent to the background on purpose goes on. */
  pid_t front = shell->master >= 0 ? tcgetpgrp(shell->master) : -1;
  if (front > 0) kill(-front, SIGHUP);
  kill(shell->pid, SIGHUP);
  kill(shell->pid, SIGCONT);
  shell_close(shell);
  shell->hung_up_ms = now_ms();
}

bool shell_end_stubborn(struct shell *shell, int64_t after_ms) {
  if (shell->hung_up_ms == 0 || shell->status >= 0) return false;
  if (now_ms() - shell->hung_up_ms >= after_ms) kill(shell->pid, SIGKILL);
  return true;
}
