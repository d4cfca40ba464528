# stays red: diary mode
set -eu
chmod u+x open-gate.sh
chmod 000 diary.txt
chmod 750 office
echo "drydock-answer mode rw-r--r--"
