/* The tide server: answers every request on port 8000 with today's high water. */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static const char ANSWER[] = "HTTP/1.0 200 OK\r\n"
                             "Content-Type: text/plain\r\n"
                             "\r\n"
                             "high water at 06:12 and 18:37\n";

/* Without this, process 1 of a container ignores `docker stop`. */
static void stop(int signal) { _exit(signal == SIGTERM ? 0 : 1); }

int main(void) {
  signal(SIGTERM, stop);
  signal(SIGINT, stop);

  int reuse = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8000)};
  if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 16)) {
    perror("tide");
    return 1;
  }
  puts("tide: listening on port 8000");
  fflush(stdout);

  for (;;) {
    int client = accept(server, NULL, NULL);
    if (client < 0) continue;
    char request[4096];
    if (read(client, request, sizeof request) > 0 && write(client, ANSWER, sizeof ANSWER - 1) > 0) shutdown(client, SHUT_WR);
    close(client);
  }
}
