"""Processes of the harness itself that run beside the load."""

import asyncio


async def code_of(process: asyncio.subprocess.Process) -> int:
    """What it ends with. It does not outlive the wait: a run that fails leaves nothing behind."""
    try:
        return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
