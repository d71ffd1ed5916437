using Spindle.Columnar.Memory;
using Spindle.Optimizer;
using Spindle.Plans.Running;

namespace Spindle.Sql.Runners;

/// <summary>The port to runners other than this process: whoever puts an application together registers one for each kind of master.</summary>
public interface IRunnerProvider
{
    /// <summary>Forms of master URLs that it takes, for messages: <c>local-cluster[2,1,1g]</c>.</summary>
    string Forms { get; }

    /// <summary>The runner for a master; null where the URL is of another kind.</summary>
    /// <param name="settings">All that were given, which the provider checks as far as they are its own.</param>
    /// <exception cref="Columnar.Errors.SpindleException">The URL or a setting is wrong, or there is nothing to run executors with.</exception>
    SessionRunner? Open(string master, IReadOnlyDictionary<string, string> settings, MemoryBudget budget, TimeProvider time);
}

/// <param name="Runner">Disposed with the session, where it can be.</param>
/// <param name="Topology">What its plans are made for.</param>
/// <param name="Threads">Tasks that run at once.</param>
public sealed record SessionRunner(IQueryRunner Runner, Topology Topology, int Threads);
