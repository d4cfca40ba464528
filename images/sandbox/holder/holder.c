/*
 * Keeps a learner's shells and their last output, whoever looks at them (server/terminal/HOLDER.md).
 *
 *   holder    brings the one holder of this sandbox up where it is not, and makes standard input and output its client. Ends with its stream.
 *
 * The holder itself reads and writes the two pipes, which it is given over its socket: between a key and the shell stands one process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frames.h"
#include "shell.h"

enum {
  MAX_SHELLS = 8,
  /* A frame of output is this long at most, so that a key's echo never waits long behind another shell's flood. */
  MAX_OUTPUT_BYTES = 32 * 1024,
  /* What output leaves free for answers, each of which is a few bytes. */
  RESERVED_BYTES = 4096,
  MAX_ANSWER_BYTES = 128,
  OUT_BYTES = RESERVED_BYTES + 4 * (MAX_OUTPUT_BYTES + 64),
  IN_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES,
  /* Who connects to the socket says at once what it wants. */
  GREETING_TIMEOUT_MS = 500,
  /* How long a shell may take to end when it is hung up. */
  HANG_UP_MS = 2000,
};

struct client {
  /* The `holder` process that brought it; it ends with its client. */
  int courier;
  int in, out;
  uint8_t received[IN_BYTES];
  size_t received_bytes;
  uint8_t unsent[OUT_BYTES];
  size_t unsent_bytes;
};

static struct shell *shells[MAX_SHELLS];
static struct client client = {.courier = -1};
static int listener = -1;
static int lock = -1;
static struct sockaddr_un address = {.sun_family = AF_UNIX};

static bool has_client(void) { return client.courier >= 0; }

static bool has_shells(void) {
  for (int i = 0; i < MAX_SHELLS; i++)
    if (shells[i] != NULL) return true;
  return false;
}

static void drop_client(void) {
  if (!has_client()) return;
  close(client.courier);
  close(client.in);
  close(client.out);
  client.courier = -1;
  for (int i = 0; i < MAX_SHELLS; i++)
    if (shells[i] != NULL) shells[i]->number = -1;
}

static void write_unsent(void) {
  size_t done = 0;
  while (done < client.unsent_bytes) {
    ssize_t count = write(client.out, client.unsent + done, client.unsent_bytes - done);
    if (count > 0) done += (size_t)count;
    else if (count < 0 && errno == EINTR) continue;
    else if (count < 0 && errno == EAGAIN) break;
    else {
      drop_client();
      return;
    }
  }
  client.unsent_bytes -= done;
  memmove(client.unsent, client.unsent + done, client.unsent_bytes);
}

static size_t out_room(void) { return OUT_BYTES - client.unsent_bytes; }

/* A place for a frame's payload; the caller has seen to it that there is room. */
static uint8_t *begin_frame(char type, int terminal, size_t length) {
  uint8_t *at = client.unsent + client.unsent_bytes;
  put_header(at, type, (uint8_t)terminal, (uint32_t)length);
  client.unsent_bytes += HEADER_BYTES + length;
  return at + HEADER_BYTES;
}

/* One frame of what it has to say. Whether there was one. */
static bool say_next(int index) {
  struct shell *shell = shells[index];
  if (shell == NULL || shell->number < 0 || out_room() < HEADER_BYTES + 8 + MAX_OUTPUT_BYTES + RESERVED_BYTES) return false;
  size_t bytes = shell_sendable(shell);
  if (bytes > 0) {
    if (bytes > MAX_OUTPUT_BYTES) bytes = MAX_OUTPUT_BYTES;
    uint8_t *at = begin_frame('d', shell->number, 8 + bytes);
    put_number(at, shell->sent, 8);
    shell_copy(shell, shell->sent, at + 8, bytes);
    shell->sent += bytes;
    return true;
  }
  if (shell->status < 0 || shell->sent < shell->end) return false;
  *begin_frame('x', shell->number, 1) = (uint8_t)shell->status;
  shell_free(shell);
  shells[index] = NULL;
  return true;
}

/* Shells by turns, so that none waits behind another's flood. */
static void say_all(void) {
  for (bool more = true; more && has_client();) {
    more = false;
    for (int i = 0; i < MAX_SHELLS; i++) more |= say_next(i);
    size_t before = client.unsent_bytes;
    write_unsent();
    /* There may be room again for what had none. */
    more |= client.unsent_bytes < before;
  }
}

static void say_hello(void) {
  size_t length = 1;
  for (int i = 0; i < MAX_SHELLS; i++)
    if (shells[i] != NULL) length += strlen(shells[i]->name) + 1;
  uint8_t *at = begin_frame('h', 0, length);
  *at++ = PROTOCOL_VERSION;
  for (int i = 0; i < MAX_SHELLS; i++)
    if (shells[i] != NULL) at = (uint8_t *)stpcpy((char *)at, shells[i]->name) + 1;
}

static struct shell *by_number(int number) {
  for (int i = 0; i < MAX_SHELLS; i++)
    if (shells[i] != NULL && shells[i]->number == number) return shells[i];
  return NULL;
}

/* The place of the shell of this name, else a free one, else that of a shell that has ended unseen, else NULL. */
static struct shell **place_of(const char *name) {
  struct shell **place = NULL;
  for (int i = 0; i < MAX_SHELLS; i++) {
    if (shells[i] == NULL) place = &shells[i];
    else if (strcmp(shells[i]->name, name) == 0) return &shells[i];
  }
  for (int i = 0; place == NULL && i < MAX_SHELLS; i++)
    if (shells[i]->status >= 0 && shells[i]->number < 0) place = &shells[i];
  return place;
}

static bool is_slug(const uint8_t *name, size_t length) {
  for (size_t i = 0; i < length; i++) {
    bool is_word = (name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9');
    if (!is_word && (name[i] != '-' || i == 0 || i == length - 1)) return false;
  }
  return length > 0 && length <= MAX_NAME;
}

static void say_failed(int terminal, const char *sentence) {
  memcpy(begin_frame('f', terminal, strlen(sentence)), sentence, strlen(sentence));
}

enum { OPEN_BYTES = 2 + 2 + 8 + 4 };

static bool open_shell(const struct frame *frame) {
  if (frame->length < OPEN_BYTES || !is_slug(frame->payload + OPEN_BYTES, frame->length - OPEN_BYTES)) return false;
  if (by_number(frame->terminal) != NULL) return false;
  uint16_t columns = (uint16_t)get_number(frame->payload, 2);
  uint16_t rows = (uint16_t)get_number(frame->payload + 2, 2);
  uint64_t offset = get_number(frame->payload + 4, 8);
  uint32_t window = (uint32_t)get_number(frame->payload + 12, 4);
  char name[MAX_NAME + 1] = {0};
  memcpy(name, frame->payload + OPEN_BYTES, frame->length - OPEN_BYTES);

  struct shell **place = place_of(name);
  if (place == NULL) {
    say_failed(frame->terminal, "Eight shells run already.");
    return true;
  }
  if (*place != NULL && strcmp((*place)->name, name) != 0) {
    shell_free(*place);
    *place = NULL;
  }
  if (*place == NULL) {
    *place = shell_start(name, columns, rows, offset);
    if (*place == NULL) {
      say_failed(frame->terminal, errno == EAGAIN ? "There are too many processes for another one." : strerror(errno));
      return true;
    }
  } else if ((*place)->number >= 0) {
    return false;
  } else {
    shell_resize(*place, columns, rows);
  }
  struct shell *shell = *place;
  bool has_byte = offset >= shell_oldest(shell) && offset <= shell->end;
  shell->number = frame->terminal;
  shell->sent = has_byte ? offset : shell_oldest(shell);
  shell->limit = shell->sent + window;
  uint8_t *at = begin_frame('o', shell->number, 16);
  put_number(at, shell->sent, 8);
  put_number(at + 8, shell->end, 8);
  return true;
}

/* False where the client does not keep to the protocol. A shell that has just ended may still be spoken to. */
static bool obey(const struct frame *frame) {
  if (frame->type == 'o') return open_shell(frame);
  struct shell *shell = by_number(frame->terminal);
  switch (frame->type) {
    case 'i':
      if (shell != NULL) shell_type(shell, frame->payload, frame->length);
      return true;
    case 'p':
      if (shell != NULL) *begin_frame('p', shell->number, 1) = shell_type_at_prompt(shell, frame->payload, frame->length);
      return true;
    case 's':
      if (frame->length != 4) return false;
      if (shell != NULL)
        shell_resize(shell, (uint16_t)get_number(frame->payload, 2), (uint16_t)get_number(frame->payload + 2, 2));
      return true;
    case 'l': {
      if (frame->length != 16) return false;
      uint64_t limit = get_number(frame->payload, 8), stored = get_number(frame->payload + 8, 8);
      if (shell != NULL && limit > shell->limit) shell->limit = limit;
      if (shell != NULL && stored > shell->stored && stored <= shell->sent) shell->stored = stored;
      return true;
    }
    case 'e':
      if (frame->length != 0) return false;
      if (shell != NULL) shell_hang_up(shell);
      return true;
    default:
      return false;
  }
}

static void receive(void) {
  ssize_t count = read(client.in, client.received + client.received_bytes, IN_BYTES - client.received_bytes);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    drop_client();
    return;
  }
  client.received_bytes += (size_t)count;
  size_t used = 0;
  for (;;) {
    struct frame frame;
    long length = parse_frame(client.received + used, client.received_bytes - used, &frame);
    if (length == 0) break;
    /* Who asks and asks and does not read gets no answer. */
    if (length < 0 || out_room() < MAX_ANSWER_BYTES || !obey(&frame)) {
      drop_client();
      return;
    }
    used += (size_t)length;
  }
  client.received_bytes -= used;
  memmove(client.received, client.received + used, client.received_bytes);
}

/* Takes the two pipes that come with a byte over the socket. */
static void accept_client(void) {
  int courier = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (courier < 0) return;
  struct timeval patience = {.tv_usec = GREETING_TIMEOUT_MS * 1000};
  setsockopt(courier, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  char byte;
  struct iovec data = {.iov_base = &byte, .iov_len = 1};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(2 * sizeof(int))];
  } control;
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  ssize_t count = recvmsg(courier, &message, MSG_CMSG_CLOEXEC);
  struct cmsghdr *header = count == 1 ? CMSG_FIRSTHDR(&message) : NULL;
  if (header == NULL || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(2 * sizeof(int))) {
    close(courier);
    return;
  }
  int pipes[2];
  memcpy(pipes, CMSG_DATA(header), sizeof pipes);
  drop_client();
  client.courier = courier;
  client.in = pipes[0];
  client.out = pipes[1];
  client.received_bytes = client.unsent_bytes = 0;
  fcntl(client.in, F_SETFL, fcntl(client.in, F_GETFL) | O_NONBLOCK);
  fcntl(client.out, F_SETFL, fcntl(client.out, F_GETFL) | O_NONBLOCK);
  say_hello();
}

static void note_ends(int signals) {
  struct signalfd_siginfo ignored;
  while (read(signals, &ignored, sizeof ignored) > 0) {}
  int status;
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
    for (int i = 0; i < MAX_SHELLS; i++) {
      struct shell *shell = shells[i];
      if (shell == NULL || shell->pid != pid) continue;
      shell_read(shell, true);
      /* What the shell left running in the background loses its terminal, as when a window is closed. */
      shell_close(shell);
      shell->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
  }
}

/* Kills what did not end when it was hung up. Whether some may still have to be. */
static bool end_stubborn(void) {
  bool is_waiting = false;
  for (int i = 0; i < MAX_SHELLS; i++) is_waiting |= shells[i] != NULL && shell_end_stubborn(shells[i], HANG_UP_MS);
  return is_waiting;
}

/* Whether nobody can need this holder any more. Whoever connects at the same moment holds the lock, or finds no socket. */
static bool may_end(void) {
  if (has_shells() || has_client()) return false;
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) return false;
  struct pollfd waiting = {.fd = listener, .events = POLLIN};
  if (poll(&waiting, 1, 0) == 0) {
    unlink(address.sun_path);
    return true;
  }
  flock(lock, LOCK_UN);
  return false;
}

static void hold(void) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ends, NULL);
  int signals = signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
  signal(SIGPIPE, SIG_IGN);

  while (!may_end()) {
    struct pollfd watched[5 + MAX_SHELLS];
    for (int i = 0; i < MAX_SHELLS; i++) {
      struct shell *shell = shells[i];
      int events = 0;
      if (shell != NULL && shell_may_write(shell)) events |= POLLIN;
      if (shell != NULL && shell->waiting_bytes > 0) events |= POLLOUT;
      watched[i] = (struct pollfd){.fd = shell != NULL ? shell->master : -1, .events = (short)events};
    }
    struct pollfd *others = watched + MAX_SHELLS;
    others[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    others[1] = (struct pollfd){.fd = signals, .events = POLLIN};
    others[2] = (struct pollfd){.fd = has_client() ? client.courier : -1, .events = POLLIN};
    others[3] = (struct pollfd){.fd = has_client() ? client.in : -1, .events = POLLIN};
    others[4] = (struct pollfd){
        .fd = has_client() ? client.out : -1, .events = client.unsent_bytes > 0 ? POLLOUT : 0};
    bool is_waiting = end_stubborn();
    if (poll(watched, 5 + MAX_SHELLS, is_waiting ? HANG_UP_MS : -1) < 0) continue;

    for (int i = 0; i < MAX_SHELLS; i++) {
      if (shells[i] == NULL || watched[i].fd < 0 || shells[i]->master != watched[i].fd) continue;
      if (watched[i].revents & POLLOUT) shell_type_waiting(shells[i]);
      /* Hung up is said again and again until it is read to the end. */
      if (watched[i].revents & (POLLHUP | POLLERR)) shell_read(shells[i], true);
      else if (watched[i].revents & POLLIN) shell_read(shells[i], false);
    }
    if (others[1].revents) note_ends(signals);
    if (others[3].revents) receive();
    if (has_client() && (others[2].revents || others[4].revents & (POLLERR | POLLHUP))) drop_client();
    if (has_client() && others[4].revents & POLLOUT) write_unsent();
    if (others[0].revents) accept_client();
    say_all();
  }
}

static void fail(const char *what) {
  fprintf(stderr, "holder: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int connect_to_holder(void) {
  int courier = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (courier < 0) fail("socket");
  if (connect(courier, (struct sockaddr *)&address, sizeof address) == 0) return courier;
  close(courier);
  return -1;
}

/* Forks twice, so that what has ended with its client is nobody's child. */
static void start_holder(void) {
  unlink(address.sun_path);
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  umask(0077);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4) != 0) fail(address.sun_path);
  umask(0022);
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child > 0) {
    waitpid(child, NULL, 0);
    close(listener);
    return;
  }
  setsid();
  if (fork() != 0) _exit(0);
  int nowhere = open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor <= 2; descriptor++) dup2(nowhere, descriptor);
  close(nowhere);
  (void)!chdir("/");
  /* A lock of its own: the courier's goes with the courier. */
  close(lock);
  char path[sizeof address.sun_path + 8];
  snprintf(path, sizeof path, "%s.lock", address.sun_path);
  lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  hold();
  _exit(0);
}

static void hand_over(int courier) {
  char byte = 'c';
  struct iovec data = {.iov_base = &byte, .iov_len = 1};
  int pipes[2] = {STDIN_FILENO, STDOUT_FILENO};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof pipes)];
  } control = {0};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN(sizeof pipes);
  memcpy(CMSG_DATA(&control.header), pipes, sizeof pipes);
  if (sendmsg(courier, &message, 0) != 1) fail("sendmsg");
}

int main(void) {
  const char *folder = getenv("XDG_RUNTIME_DIR");
  if (folder == NULL || snprintf(address.sun_path, sizeof address.sun_path, "%s/holder.sock", folder) >= (int)sizeof address.sun_path) {
    fprintf(stderr, "holder: XDG_RUNTIME_DIR must name a folder with a short path\n");
    return 1;
  }
  char path[sizeof address.sun_path + 8];
  snprintf(path, sizeof path, "%s.lock", address.sun_path);
  lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) fail(path);
  int courier = connect_to_holder();
  if (courier < 0) {
    start_holder();
    courier = connect_to_holder();
    if (courier < 0) fail(address.sun_path);
  }
  flock(lock, LOCK_UN);
  hand_over(courier);
  char ignored;
  while (read(courier, &ignored, 1) < 0 && errno == EINTR) {}
  return 0;
}
