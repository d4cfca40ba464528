# stays red: gate diary office mode
set -eu
chmod 777 open-gate.sh diary.txt office
echo "drydock-answer mode $(stat -c %a office)"
