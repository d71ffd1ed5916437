using Spindle.Columnar.Types;
using Spindle.Plans.Physical;
using Spindle.Sources;

namespace Spindle.Execution.Tasks;

/// <summary>A leaf of a stage's plan together with what one task reads there.</summary>
internal sealed record TaskLeafExec(PhysicalPlan Leaf, TaskInput Input) : PhysicalPlan
{
    public override StructType Schema => Leaf.Schema;
    public override ValueList<PhysicalPlan> Children => [];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
    public override string Describe() => Leaf.Describe();

    /// <summary>True of a union's input that another task reads: it is not run at all, since an aggregate without keys in it would make a row of nothing.</summary>
    public static bool HasNoInput(PhysicalPlan plan) => plan.Children.Count == 0 ? plan is TaskLeafExec { Input: NoInput } : plan.Children.All(HasNoInput);

    /// <summary>The plan with its leaves replaced, in the order of <see cref="PhysicalPlan.SelfAndDescendants"/>.</summary>
    public static PhysicalPlan Attach(PhysicalPlan plan, IReadOnlyList<TaskInput> inputs)
    {
        var next = 0;
        var attached = Attach(plan, inputs, ref next);
        return next == inputs.Count ? attached : throw new ArgumentException($"{inputs.Count} inputs for {next} leaves", nameof(inputs));
    }

    private static PhysicalPlan Attach(PhysicalPlan plan, IReadOnlyList<TaskInput> inputs, ref int next)
    {
        if (plan.Children.Count == 0)
            return next < inputs.Count ? new TaskLeafExec(plan, inputs[next++]) : throw new ArgumentException($"{inputs.Count} inputs are too few for {plan.Describe()}", nameof(inputs));
        var children = new PhysicalPlan[plan.Children.Count];
        for (var i = 0; i < children.Length; i++)
            children[i] = Attach(plan.Children[i], inputs, ref next);
        return plan.WithChildren([.. children]);
    }
}
