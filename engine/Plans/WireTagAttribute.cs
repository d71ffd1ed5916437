namespace Spindle.Plans;

/// <summary>Names a record that travels inside plans or task inputs and is declared outside of the rooms that the plan codec sees. The name never changes its meaning.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WireTagAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
