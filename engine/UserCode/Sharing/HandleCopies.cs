using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Sharing;

/// <summary>Copies, in an executor, of handles that the driver's program made.</summary>
public static class HandleCopies
{
    /// <summary>A broadcast variable with its value.</summary>
    public static ITravelHandle Broadcast(Type type, long id, object? value) => HandleRegistry.Copy(type, id, value);

    /// <summary>An empty accumulator.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE.SIGNATURE: a class of the program's without the constructor that it needs.</exception>
    public static ITotal Total(Type type, long id)
    {
        try
        {
            return (ITotal)HandleRegistry.Copy(type, id, [null]);
        }
        catch (MissingMethodException)
        {
            throw UserCodeErrors.Signature(UserCodeErrors.Name(type), "an accumulator needs a public constructor of a name and a HandleRegistry, and no more, to be made on executors");
        }
    }
}
