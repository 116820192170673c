"""A real Slurm on this machine: munge, slurmctld and slurmd on loopback, as root, each ended by its number."""

import os
import shutil
import socket
import subprocess
import time

import pytest

CONFIGURATION = """
ClusterName=here
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SwitchType=switch/none
MpiDefault=none
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4000 State=UNKNOWN
PartitionName=batch Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


class SlurmHere:
    """Starts it in a folder, and ends what it started. Skips the test where it does not run."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        self.environment = os.environ | {"SLURM_CONF": str(folder / "slurm.conf")}

    def __enter__(self):
        for program in ("munged", "slurmctld", "slurmd", "sbatch"):
            if not shutil.which(program, path=self.path):
                pytest.skip(f"{program} is not installed")
        if os.geteuid() != 0:
            pytest.skip("only root can start munge and Slurm")
        self.write_files()
        try:
            socket_name = self.folder / "munge.socket"
            self.start(
                "munged", "--foreground", "--force", f"--key-file={self.folder}/munge.key", f"--socket={socket_name}",
                f"--pid-file={self.folder}/munged.pid", f"--log-file={self.folder}/munged.log",
                f"--seed-file={self.folder}/munged.seed")
            self.wait_until(socket_name.exists, "munge made no socket")
            self.start("slurmctld", "-D")
            self.start("slurmd", "-D", "-N", self.host)
            self.wait_until(self.is_idle, "the node did not become idle")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def restart_node(self):
        """Kills slurmd in the middle of its work; two seconds later the node is back."""
        node = self.processes.pop()
        node.kill()
        node.wait()
        time.sleep(2)
        self.start("slurmd", "-D", "-N", self.host)

    path = os.environ.get("PATH", "") + ":/usr/sbin"
    host = socket.gethostname().split(".")[0]

    def write_files(self):
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            two.bind(("127.0.0.1", 0))
            ports = (one.getsockname()[1], two.getsockname()[1])
        text = CONFIGURATION.format(folder=self.folder, host=self.host, ports=ports, cpus=os.cpu_count())
        (self.folder / "slurm.conf").write_text(text)

    def start(self, program, *words):
        log = open(self.folder / f"{program}.out", "wb")
        self.processes.append(
            subprocess.Popen(
                [shutil.which(program, path=self.path), *words], env=self.environment, stdout=log, stderr=log))
        log.close()

    def is_idle(self):
        answer = subprocess.run(["sinfo", "-h", "-o", "%T"], env=self.environment, text=True, capture_output=True)
        return "idle" in answer.stdout

    def wait_until(self, is_so, problem, seconds=30):
        for _ in range(seconds * 5):
            if is_so():
                return
            time.sleep(0.2)
        logs = "\n".join(f"{p.name}: {p.read_text(errors='replace')[-600:]}" for p in self.folder.glob("*.log"))
        pytest.skip(f"Slurm does not run in this container: {problem}\n{logs}")
