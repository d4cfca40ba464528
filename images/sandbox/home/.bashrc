# What the course sets up; add your own below.
. /etc/drydock/bashrc
