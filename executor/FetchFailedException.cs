namespace Spindle.Executor;

/// <summary>Another task's output cannot be read: the driver has it computed again, and the task that wanted it tried again.</summary>
/// <param name="map">The map task; -1 where everything on the executor is out of reach.</param>
/// <param name="executor">Who should have had it; empty where nobody has.</param>
internal sealed class FetchFailedException(int stage, int map, string executor, long epoch, string message, Exception? inner = null)
    : IOException($"the output of stage {stage}{(map < 0 ? "" : $" map {map}")} cannot be read{(executor.Length == 0 ? "" : $" from executor {executor}")}: {message}", inner)
{
    public int Stage => stage;

    public int Map => map;

    public string Executor => executor;

    public long Epoch => epoch;
}
