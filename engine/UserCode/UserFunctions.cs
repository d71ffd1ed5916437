using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;
using Spindle.Plans.Expressions;
using Spindle.Plans.Physical;
using Spindle.Plans.UserCode;
using Spindle.UserCode.Aggregates;
using Spindle.UserCode.Calls;
using Spindle.UserCode.Capturing;
using Spindle.UserCode.Rows;

namespace Spindle.UserCode;

/// <summary>The user's code in one process: the driver's own program, or what an executor loaded of it.</summary>
/// <param name="assemblies">Where the program's assemblies are.</param>
/// <param name="handles">Where broadcast variables and accumulators are.</param>
public sealed class UserFunctions(IAssemblySource assemblies, IHandleSource handles) : IUserFunctions
{
    /// <summary>The code of the program that this process runs.</summary>
    public static UserFunctions Program { get; } = new(ProgramAssemblies.Instance, HandleRegistry.Instance);

    public IUserKernel Open(UserCall call, MemoryBudget budget)
    {
        var function = Load(call.Function.Code);
        return call.Function.Form == UserFunctionForm.Span ? new SpanUserKernel(call, function, budget) : new ScalarUserKernel(call, function, budget);
    }

    public IUserStates Open(AggregateCall call, MemoryBudget budget) => UserStates.Create(call, Load, budget);

    public IUserRows Open(UserRowsExec rows, int batchRows, Action<RecordBatch> emit, MemoryBudget budget)
    {
        var steps = rows.Steps.Select(s => new LoadedStep(s.Kind, Load(s.Function))).ToList();
        if (steps[0].Kind != UserStepKind.MapPartitions)
            return new StreamedRows(rows, steps, batchRows, emit, budget);
        var type = typeof(PartitionRows<,>).MakeGenericType(steps[0].Input, steps[0].Output);
        return (IUserRows)Activator.CreateInstance(type, rows, steps, batchRows, emit, budget)!;
    }

    /// <summary>The delegate with copies of its own of what it captured.</summary>
    public LoadedDelegate Load(UserDelegate function) => LoadedDelegate.Of(function, assemblies, handles);
}
