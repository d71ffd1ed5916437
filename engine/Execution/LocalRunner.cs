using Spindle.Columnar.Memory;
using Spindle.Execution.Running;
using Spindle.Plans.Physical;
using Spindle.Plans.Running;
using Spindle.Plans.UserCode;

namespace Spindle.Execution;

/// <summary>Runs plans inside this process, on worker threads of its own.</summary>
/// <param name="budget">Bounds the memory of all queries together.</param>
/// <param name="userFunctions">Finds the user's code; null where queries call none.</param>
public sealed class LocalRunner(MemoryBudget budget, IUserFunctions? userFunctions = null) : IQueryRunner
{
    public IQueryExecution Run(PhysicalPlan plan, QuerySettings settings, CancellationToken cancellation) => new LocalExecution(plan, settings, budget, null, cancellation, userFunctions);
}
