set -eu
chmod u+x open-gate.sh
./open-gate.sh
chmod 600 diary.txt
chmod 750 office
echo "drydock-answer mode $(stat -c %a office/hours.txt)"
